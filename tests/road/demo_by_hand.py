"""The demonstration's twelve dossiers, counted by hand from their manifests and papers.

Nothing here was taken from what the program prints. Each figure can be counted again with a pencil over the pictures in
`demo/inbox` (or `demo/truth.json`, which lists what was written on each paper).

Files: what lies in the dossier but for the manifest, less what cannot be opened. In ...0010 the third file is cut off;
in ...0011 the second is the first dossier's card once more: handed in, so it counts.

Fields needed, by paper:
    form   CT01: Kính gửi, name, birth date, sex, number, phone, head of household, relation, head's number, request,
           day of signing: 11; 12 with an e-mail; 5 more for the row of a child who moves along (...0005, ...0006):
           name, birth date, sex, number, relation
    birth  tờ khai đăng ký khai sinh: 21
    cert   giấy khai sinh: 19, of which the signer's name stands under a stamp and need not be found: 18 or 19
    card   9 printed; 10 where the QR code also says the number of the old CMND
Nothing is needed of a dossier of which nobody knows whose it is (...0009): the one question is about the dossier.

Fields reused, each with its source and the minutes of `reuse/data/minutes.toml` (1 for a phone, else half a minute):
    ...0002, ...0010   the mother hands it in; both papers say only the year in which she was born, the population
                       register the day: 2 fields
    ...0004            the form says an 11-digit phone number, the operator the 10-digit one: 1 field, 1 minute
    ...0005, ...0006   the certificate says only the year of the parent who hands it in: 1 field
    ...0006            and the form has a digit of her number wrong, where the register is right: 1 field
    ...0007            a digit of his number is wrong, twice: he is the head of his household himself: 2 fields
    ...0008            day and month of birth swapped on the form: 1 field
    ...0003            none: its nine-digit number stands in twelve boxes and is not read for sure; a person is asked
    ...0012            none: the scan is so bad that no name on it can be tied to the father; people are asked
    ...0001, ...0011   none: what the register says stands on the papers already

Answers of the population register: every dossier's applicant is found but the one of ...0009, who is not registered.
Channels: from the manifests; ...0009 and ...0012 have none, and so no code, procedure or office either.
"""

from dataclasses import dataclass

TABLE = """
dossier            | procedure | channel | files | form birth cert card | reused | minutes | found
H56.11-261005-0001 | 1.004194  | counter | 2     | 12   0     0    10   | 0      | 0       | yes
H56.12-220710-0002 | 1.001193  | post    | 1     | 0    21    19   10   | 2      | 1       | yes
H56.13-261005-0003 | 1.004194  | online  | 1     | 12   0     0    10   | 0      | 0       | yes
H56.14-261006-0004 | 1.004194  | post    | 2     | 12   0     0    9    | 1      | 1       | yes
H56.11-261006-0005 | 1.004194  | post    | 1     | 16   0     19   9    | 1      | 0.5     | yes
H56.12-261006-0006 | 1.004194  | counter | 3     | 16   0     19   9    | 2      | 1       | yes
H56.13-261007-0007 | 1.004194  | online  | 1     | 11   0     0    0    | 2      | 1       | yes
H56.14-261007-0008 | 1.004194  | counter | 1     | 11   0     0    10   | 1      | 0.5     | yes
(0009)             | -         | -       | 1     | 0    0     0    0    | 0      | 0       | no
H56.12-241117-0010 | 1.001193  | counter | 2     | 0    21    19   0    | 2      | 1       | yes
H56.13-261008-0011 | 1.004194  | online  | 2     | 11   0     0    10   | 0      | 0       | yes
(0012)             | -         | -       | 1     | 0    21    19   10   | 0      | 0       | yes
"""


# What the one-stop system tells a month later. RESULT_ELECTRONIC: seven have their result, one has none.
# RESULT_IN_PORTAL: three of them. PORTAL_MADE, PORTAL_DIGITISED: of the three filed online two were made at the portal,
# of which it marks one as digitised. Of VNeID accounts it still tells nothing.
FACTS = """MaHoSo,RESULT_ELECTRONIC,RESULT_IN_PORTAL,PORTAL_MADE,PORTAL_DIGITISED
H56.11-261005-0001,1,1,,
H56.12-220710-0002,1,1,,
H56.13-261005-0003,1,0,1,1
H56.14-261006-0004,1,0,,
H56.11-261006-0005,1,0,,
H56.12-261006-0006,1,1,,
H56.13-261007-0007,0,0,1,0
H56.13-261008-0011,1,,0,
"""


@dataclass(frozen=True)
class ByHand:
    code: str  # "" without a manifest
    procedure: str
    channel: str
    files: int
    needed: range  # of fields
    reused: int
    minutes: float
    found: bool


def by_hand() -> list[ByHand]:
    read = []
    for line in TABLE.strip().splitlines()[1:]:
        code, procedure, channel, files, papers, reused, minutes, found = (cell.strip() for cell in line.split("|"))
        form, birth, certificate, card = map(int, papers.split())
        most = form + birth + certificate + card
        read.append(
            ByHand(
                "" if code.startswith("(") else code,
                procedure.strip("-"),
                channel.strip("-"),
                int(files),
                range(most - (certificate > 0), most + 1),
                int(reused),
                float(minutes),
                found == "yes",
            )
        )
    return read
