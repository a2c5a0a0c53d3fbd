// The same small client for Node.js 18 or newer, with nothing to install.
//
//   node ask.mjs new-key FOLDER            key.pem stays here; key.jwks goes to who operates the service
//   echo 013177000025 | node ask.mjs http://127.0.0.1:8700 portal.h56 key.pem \
//       1.004222,1.000894 H56.11-261123-0001 ND118-2025 answers
//
// The person's number is read from standard input: it belongs in no list of processes. Each answer is kept byte for
// byte with its signature beside it, for `hoso verify`.

import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const KID = "k1";

function newKey(folder) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = { ...publicKey.export({ format: "jwk" }), kid: KID, alg: "ES256", use: "sig" };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "key.pem"), privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600, flag: "wx" });
  writeFileSync(join(folder, "key.jwks"), JSON.stringify({ keys: [key] }, null, 1) + "\n");
}

/** A client assertion (RFC 7523): counts once and for a minute. */
function assertion(service, client, key) {
  const text = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: client, sub: client, aud: `${service}/v1/token`, iat: now, exp: now + 60, jti: randomUUID() };
  const said = `${text({ alg: "ES256", kid: KID, typ: "JWT" })}.${text(claims)}`;
  return `${said}.${sign("sha256", Buffer.from(said), { key, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

async function good(answer) {
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => ({})); // application/problem+json, its title in Vietnamese
  throw new Error([answer.status, told.title, told.detail].filter(Boolean).join(" "));
}

async function token(service, client, key) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion(service, client, key),
  });
  return (await (await good(await fetch(`${service}/v1/token`, { method: "POST", body }))).json()).access_token;
}

/** Asks, keeps the answer as it came with its signature beside it, and gives what it says. */
async function ask(service, path, asked, bearer, file) {
  const headers = { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" };
  const answer = await good(await fetch(`${service}${path}`, { method: "POST", headers, body: JSON.stringify(asked) }));
  const content = Buffer.from(await answer.arrayBuffer());
  writeFileSync(`${file}.json`, content);
  writeFileSync(`${file}.jws`, answer.headers.get("Hoso-Signature"));
  return JSON.parse(content.toString("utf8"));
}

async function main(service, client, keyFile, procedures, dossier, basis, out = "answers") {
  const id_number = readFileSync(0, "utf8").trim();
  mkdirSync(out, { recursive: true });
  const keys = await good(await fetch(`${service}/.well-known/jwks-history.json`));
  writeFileSync(join(out, "keys.json"), Buffer.from(await keys.arrayBuffer()));
  const bearer = await token(service, client, createPrivateKey(readFileSync(keyFile)));
  for (const procedure of procedures.split(",")) {
    const asked = { procedure, person: { id_number }, purpose: { procedure, dossier, basis } };
    const enough = await ask(service, "/v1/sufficiency", asked, bearer, join(out, `sufficiency-${procedure}`));
    console.log(`\n${enough.procedure.name} (${procedure})`);
    for (const one of enough.components) console.log(`  ${one.state.says}: ${one.name}${one.ask ? `\n      ${one.ask}` : ""}`);
    const filled = await ask(service, "/v1/prefill", asked, bearer, join(out, `prefill-${procedure}`));
    for (const one of filled.fields) console.log(`  ${one.label}: ${one.value ?? one.why?.says ?? "-"}`);
    for (const one of filled.withheld) console.log(`  ${one.field}: ${one.why.says} (${one.scopes.join(", ")})`);
  }
}

const told = process.argv.slice(2);
if (told[0] === "new-key") newKey(told[1] ?? ".");
else if (told.length < 6) {
  console.error("node ask.mjs SERVICE CLIENT KEY.PEM PROCEDURE[,PROCEDURE...] DOSSIER BASIS [FOLDER]");
  process.exitCode = 2;
} else
  await main(...told).catch((error) => {
    console.error(error.message, error.cause?.message ?? "");
    process.exitCode = 1;
  });
