// The same small client for Java 17 or newer, one file and nothing to install.
//
//   echo 013177000025 | java Ask.java http://127.0.0.1:8700 portal.h56 key.pem 1.004222 H56.11-261123-0001 ND118-2025 answers
//
// Asks /v1/sufficiency and /v1/prefill and keeps each answer byte for byte with its signature beside it, for
// `hoso verify`. The person's number is read from standard input: it belongs in no list of processes.

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Ask {
    static final HttpClient HTTP = HttpClient.newHttpClient();
    static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");

    public static void main(String[] told) throws Exception {
        if (told.length != 7) {
            System.err.println("java Ask.java SERVICE CLIENT KEY.PEM PROCEDURE DOSSIER BASIS FOLDER");
            System.exit(2);
        }
        String service = told[0], procedure = told[3];
        Path out = Files.createDirectories(Path.of(told[6]));
        String number = new BufferedReader(new InputStreamReader(System.in)).readLine().trim();
        if (!number.matches("[0-9]{9}|[0-9]{12}")) throw new IOException("a number has 9 or 12 digits");
        HttpRequest keys = HttpRequest.newBuilder(URI.create(service + "/.well-known/jwks-history.json")).build();
        Files.write(out.resolve("keys.json"), good(keys).body());
        String token = token(service, told[1], key(Path.of(told[2])));
        String asked = """
            {"procedure": "%s", "person": {"id_number": "%s"},
             "purpose": {"procedure": "%s", "dossier": "%s", "basis": "%s"}}"""
            .formatted(procedure, number, procedure, told[4], told[5]);
        for (String what : new String[] {"sufficiency", "prefill"}) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(service + "/v1/" + what))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(asked))
                .build();
            HttpResponse<byte[]> answer = good(request);
            Path file = out.resolve(what + "-" + procedure + ".json");
            Files.write(file, answer.body());
            String signature = answer.headers().firstValue("Hoso-Signature").orElseThrow();
            Files.writeString(out.resolve(what + "-" + procedure + ".jws"), signature);
            System.out.println(file);
        }
    }

    /** A token of ten minutes for a signed assertion (RFC 7523), which counts once and for a minute. */
    static String token(String service, String client, PrivateKey key) throws Exception {
        long now = Instant.now().getEpochSecond();
        String claims = """
            {"iss": "%s", "sub": "%s", "aud": "%s/v1/token", "iat": %d, "exp": %d, "jti": "%s"}"""
            .formatted(client, client, service, now, now + 60, UUID.randomUUID());
        String said = text("{\"alg\": \"ES256\", \"kid\": \"k1\", \"typ\": \"JWT\"}") + "." + text(claims);
        Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
        signer.initSign(key);
        signer.update(said.getBytes(StandardCharsets.US_ASCII));
        String proof = Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
        String form = "grant_type=client_credentials&client_assertion=" + said + "." + proof
            + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
        HttpRequest request = HttpRequest.newBuilder(URI.create(service + "/v1/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
        Matcher found = TOKEN.matcher(new String(good(request).body(), StandardCharsets.UTF_8));
        if (!found.find()) throw new IOException("no token was given");
        return found.group(1);
    }

    /** What is refused comes as application/problem+json, with a title in Vietnamese. */
    static HttpResponse<byte[]> good(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = HTTP.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() < 300) return answer;
        throw new IOException(answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
    }

    static String text(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    static PrivateKey key(Path pem) throws Exception {
        String held = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(held)));
    }
}
