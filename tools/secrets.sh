#!/bin/sh
# Makes the passwords and keys of this installation, each a file of its own, for docker-compose.yml. Safe to run again:
# what is there stays as it is.
#   sh tools/secrets.sh [FOLDER]     FOLDER: secrets/ of this checkout when none is named
set -eu
folder=${1:-$(dirname "$0")/../secrets}
mkdir -p "$folder"
chmod 700 "$folder"  # only you reach the files; inside a container their reader has another number, so they are readable
cd "$folder"

hex() { head -c "$1" /dev/urandom | od -An -tx1 | tr -d ' \n'; }  # so many random bytes
keep() {  # keep NAME: standard input becomes that file, unless it is there
  [ -e "$1" ] && { cat >/dev/null; return; }
  cat >"$1.part" && chmod 644 "$1.part" && mv "$1.part" "$1" && echo "made $1"
}

hex 24 | keep hoso_postgres_password
printf 'postgresql+psycopg2://hoso:%s@postgres:5432/hoso' "$(cat hoso_postgres_password)" | keep hoso_warehouse_url
hex 10 | keep hoso_s3_access_key
hex 24 | keep hoso_s3_secret_key
printf '{"identities": [{"name": "hoso", "credentials": [{"accessKey": "%s", "secretKey": "%s"}],
 "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}' \
  "$(cat hoso_s3_access_key)" "$(cat hoso_s3_secret_key)" | keep objects_identities
printf 'g1-%s %s\n' "$(hex 4)" "$(head -c 32 /dev/urandom | base64 | tr -d '\n')" | keep master_key_file
printf '{"admin": "%s"}' "$(hex 12)" | keep airflow_logins
head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' | keep airflow_fernet_key
hex 32 | keep airflow_session_key
hex 64 | keep airflow_token_key
