"""All that can be set: read once from the environment (`HOSO_...`) into one frozen `Settings`, then passed on."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """How this installation runs. Every default is the embedded one: all state in one folder, nothing but loopback."""

    model_config = SettingsConfigDict(env_prefix="HOSO_", frozen=True, extra="forbid")

    state: Path = Field(Path(".hoso"), description="folder of all state of the embedded run")
    warehouse_url: str = Field("", description="postgresql+psycopg2://...; empty: a private PostgreSQL inside `state`")
    objects: str = Field("", description="s3://bucket or a folder; empty: a folder inside `state`")
    objects_copy: str = Field("", description="second copy of all objects: s3://bucket or another folder; empty: none")
    object_retention_days: int = Field(
        0, ge=0, le=36500, description="days for which a new object is locked; 0: no term, and `hoso` deletes nothing"
    )
    object_lock_mode: Literal["compliance", "governance"] = Field(
        "compliance", description="whether nobody may lift an object's lock in S3, or those with the right to"
    )
    fixity_days: int = Field(90, ge=1, description="days within which each object should have been found whole")
    s3_endpoint: str = Field("", description="host:port of the S3 service")
    s3_access_key: str = Field("", description="access key of the S3 service")
    s3_secret_key: str = Field("", description="its secret key", repr=False)
    s3_secure: bool = Field(True, description="speak TLS to the S3 service")

    master_key: str = Field(
        "", description="file of the master key, or https://host/v1/transit/keys/NAME; empty: a file inside `state`"
    )
    master_token: str = Field("", description="token of the key service that holds the master key", repr=False)

    seals: str = Field("", description="second folder of the audit's seals, on another machine's disk; empty: none")
    tsa_url: str = Field("", description="RFC 3161 service that time-stamps each seal; empty: none")

    trust_anchors: str = Field(
        "", description="folder of the certificates to which electronic signatures must lead; empty: none is trusted"
    )

    api_url: str = Field(
        "",
        description="https address under which clients know the reuse service; empty: where `hoso serve api` listens",
    )

    export_days: int = Field(7, ge=1, le=365, description="days for which the parts of a bulk export may be fetched")

    signing_key_days: int = Field(90, ge=1, description="days after which the key that signs is due to be rotated")

    webhook_networks: str = Field(
        "", description="inner networks to which events may be sent, such as 10.20.0.0/16, with commas; empty: none"
    )

    review_url: str = Field(
        "", description="https address under which staff open the station; empty: where `hoso serve review` listens"
    )
    review_proxies: str = Field(
        "",
        description="proxies whose X-Forwarded-For and -Proto are believed, such as 10.0.0.5, with commas; empty: none",
    )
    local_accounts: bool = Field(
        True, description="staff may log in by accounts of `hoso staff`; false: only by OpenID"
    )
    oidc_issuer: str = Field("", description="OpenID provider at which staff log in; empty: none")
    oidc_client_id: str = Field("", description="as which the provider knows the station")
    oidc_client_secret: str = Field("", description="its secret at the provider", repr=False)
    oidc_account_claim: str = Field("preferred_username", description="claim with the account's name")
    oidc_roles_claim: str = Field(
        "",
        description="claim with the roles: CLERK, SECOND_READER, SUPERVISOR, AUDITOR; empty: as `hoso staff` gave",
    )
    oidc_offices_claim: str = Field("", description="claim with the offices; wanted together with that of the roles")

    population_url: str = Field("", description="gateway of the population register; empty: the mock inside `state`")
    population_account: str = Field("hoso", description="account at the population gateway; the defaults open the mock")
    population_secret: str = Field("bi-mat-mo-phong", description="its secret", repr=False)
    population_client: str = Field("MO-PHONG/GOV/0000/HOSO", description="its X-Road client")
    population_api_key: str = Field("khoa-mo-phong", description="its ApiKey", repr=False)
    population_digest_url: str = Field("", description="address that the account signs; empty: the one that is called")
    population_way: Literal["gateway", "replica"] = Field(
        "gateway", description="people are looked up over the gateway, or in the extract of `hoso register load`"
    )
    replica_max_age_days: int = Field(30, ge=1, description="days after which `hoso doctor` calls that extract too old")
    telco_url: str = Field("", description="gateway of the telco register; empty: the mock inside `state`")
    officer: str = Field("can-bo-so-hoa", description="account under which the registers are asked")
    office: str = Field("H56.12", description="office under which the registers are asked")
    procedure: str = Field("1.004194", description="procedure named to the registers when a dossier names none")
    query_budget: int = Field(4, ge=1, le=20, description="most population queries for one dossier")
    register_cache_hours: float = Field(
        24, ge=0, le=168, description="hours for which an answer of the population register is used again; 0: never"
    )
    document_code: str = Field(
        "{owner}-{type}-{number}", description="identity code of a paper, of {owner}, {type} and, if wanted, {number}"
    )
    production: bool = Field(False, description="refuse mocked registers")

    jobs: int = Field(0, ge=0, description="reading processes; 0: one a core")
    pages_per_batch: int = Field(30, ge=1, le=200, description="most pages of one batch; one dossier is never parted")
    page_seconds: float = Field(120, gt=0, description="most seconds that one page may take to be read")
    accept_probability: float | None = Field(
        None, ge=0, le=1, description="a field as likely right as this is not asked about; not set: as calibrated"
    )

    @property
    def world(self) -> Path:
        """Folder of the invented people behind the mocked registers."""
        return self.state / "world"

    @property
    def ports(self) -> Path:
        """File in which the mocked registers say on which ports they listen."""
        return self.state / "registers.json"


def read_settings() -> Settings:
    """From the environment; values that should not stand there may lie in files named `hoso_...` in /run/secrets."""
    secrets = Path("/run/secrets")
    return Settings(_secrets_dir=secrets) if secrets.is_dir() else Settings()  # type: ignore[call-arg]
