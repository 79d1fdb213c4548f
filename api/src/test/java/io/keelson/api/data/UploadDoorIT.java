package io.keelson.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.data.RawHttp.Answer;
import io.keelson.tenancy.object.UploadStatus;
import io.keelson.tenancy.object.UploadWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class UploadDoorIT {
  private static final byte[] BYTES = new byte[3_500_000];
  private static final int PART_BYTES = 1_000_000;

  static {
    new Random(1).nextBytes(BYTES);
  }

  @TempDir private Path folder;
  private DoorsFixture fixture;

  @BeforeEach
  void open() {
    fixture = new DoorsFixture(folder, PART_BYTES, Duration.ofSeconds(2));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aFileIsUploadedInOneRequest() throws Exception {
    URI link = fixture.startUpload(BYTES.length, sha256(BYTES));

    Answer before = head(link);
    Answer patched = patch(link, 0, BYTES);
    Answer after = head(link);

    assertThat(before.status()).isEqualTo(200);
    assertThat(before.header("Upload-Offset")).isEqualTo("0");
    assertThat(before.header("Upload-Length")).isEqualTo("3500000");
    assertThat(before.header("Upload-Expires")).isEqualTo("Mon, 2 Mar 2026 12:00:00 GMT");
    assertThat(before.header("Cache-Control")).isEqualTo("no-store");
    assertThat(before.header("Tus-Resumable")).isEqualTo("1.0.0");
    assertThat(patched.status()).isEqualTo(204);
    assertThat(patched.header("Upload-Offset")).isEqualTo("3500000");
    assertThat(after.header("Upload-Offset")).isEqualTo("3500000");
    assertThat(stored(sha256(BYTES))).isEqualTo(BYTES);
    assertThat(fixture.objects.listener.finished).hasSize(1);
  }

  @Test
  void manyRequestsOnOneConnectionAppend() throws Exception {
    URI link = fixture.startUpload(BYTES.length, sha256(BYTES));

    try (RawHttp http = new RawHttp(fixture.port())) {
      for (int at = 0; at < BYTES.length; at += 700_000) {
        patchHead(http, link, at, 700_000).send(BYTES, at, at + 700_000);
        Answer answer = http.answer();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Upload-Offset")).isEqualTo("" + (at + 700_000));
      }
    }
    assertThat(stored(sha256(BYTES))).isEqualTo(BYTES);
  }

  @Test
  void aBodyOfUnknownLengthIsTaken() throws Exception {
    URI link = fixture.startUpload(10, null);

    try (RawHttp http = new RawHttp(fixture.port())) {
      http.head(
          "PATCH",
          link,
          "Tus-Resumable",
          "1.0.0",
          "Upload-Offset",
          0,
          "Content-Type",
          "application/offset+octet-stream",
          "Transfer-Encoding",
          "chunked");
      http.send("4\r\nabcd\r\n6\r\nefghij\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(http.answer().status()).isEqualTo(204);
    }
    assertThat(stored(sha256("abcdefghij".getBytes(StandardCharsets.US_ASCII)))).hasSize(10);
  }

  @Test
  void whatArrivedBeforeTheConnectionBrokeIsKept() throws Exception {
    URI link = fixture.startUpload(BYTES.length, sha256(BYTES));
    try (RawHttp http = new RawHttp(fixture.port())) {
      patchHead(http, link, 0, BYTES.length).send(BYTES, 0, 2_345_678);
      awaitOffset(link, 2 * PART_BYTES);
    }
    awaitOffset(link, 2_345_678);

    Answer rest = patch(link, 2_345_678, Arrays.copyOfRange(BYTES, 2_345_678, BYTES.length));

    assertThat(rest.status()).isEqualTo(204);
    assertThat(stored(sha256(BYTES))).isEqualTo(BYTES);
  }

  @Test
  void aClientThatStandsStillIsGivenUpAndItsBytesAreKept() throws Exception {
    URI link = fixture.startUpload(BYTES.length, null);
    try (RawHttp http = new RawHttp(fixture.port())) {
      patchHead(http, link, 0, BYTES.length).send(BYTES, 0, 100_000);

      Answer answer = http.answer();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.header("Upload-Offset")).isEqualTo("100000");
      assertThat(http.isClosedByServer()).isTrue();
    }
    assertThat(head(link).header("Upload-Offset")).isEqualTo("100000");
  }

  @Test
  void theWrongOffsetIsAConflict() throws Exception {
    URI link = fixture.startUpload(BYTES.length, null);

    assertThat(patch(link, 1, new byte[1]).status()).isEqualTo(409);
    assertThat(head(link).header("Upload-Offset")).isEqualTo("0");
  }

  @Test
  void anAnswerBeforeTheBodysEndReachesTheClient() throws Exception {
    URI link = fixture.startUpload(BYTES.length, null);

    Answer answer = patch(link, 5, BYTES);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("CONFLICT", "expected: 0");
  }

  @Test
  void aSecondRequestForTheSameUploadIsLockedOut() throws Exception {
    URI link = fixture.startUpload(BYTES.length, null);
    try (RawHttp first = new RawHttp(fixture.port())) {
      patchHead(first, link, 0, BYTES.length).send(BYTES, 0, 1_500_000);
      awaitOffset(link, PART_BYTES);

      assertThat(patch(link, PART_BYTES, new byte[10]).status()).isEqualTo(423);

      first.send(BYTES, 1_500_000, BYTES.length);
      assertThat(first.answer().status()).isEqualTo(204);
    }
    assertThat(stored(sha256(BYTES))).isEqualTo(BYTES);
  }

  @Test
  void otherBytesThanAnnouncedAreAChecksumMismatch() throws Exception {
    URI link = fixture.startUpload(BYTES.length, sha256(new byte[0]));

    assertThat(patch(link, 0, BYTES).status()).isEqualTo(460);
    assertThat(head(link).status()).isEqualTo(410);
    assertThat(fixture.objects.storedFiles()).isEmpty();
    assertThat(fixture.objects.listener.finished).isEmpty();
  }

  @Test
  void moreBytesThanAnnouncedAreRefused() throws Exception {
    URI link = fixture.startUpload(10, null);

    assertThat(patch(link, 0, new byte[11]).status()).isEqualTo(413);
    try (RawHttp http = new RawHttp(fixture.port())) {
      http.head(
          "PATCH",
          link,
          "Tus-Resumable",
          "1.0.0",
          "Upload-Offset",
          0,
          "Content-Type",
          "application/offset+octet-stream",
          "Transfer-Encoding",
          "chunked");
      http.send("b\r\nabcdefghijk\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(http.answer().status()).isEqualTo(413);
    }
    assertThat(head(link).header("Upload-Offset")).isEqualTo("0");
  }

  @Test
  void anEmptyFileIsFinishedByItsFirstRequest() throws Exception {
    URI asked = fixture.startUpload(0, null);
    URI sent = fixture.startUpload(0, null);

    assertThat(head(asked).header("Upload-Offset")).isEqualTo("0");
    assertThat(patch(sent, 0, new byte[0]).status()).isEqualTo(204);

    assertThat(fixture.objects.listener.finished).hasSize(2);
    assertThat(stored(sha256(new byte[0]))).isEmpty();
  }

  @Test
  void optionsTellWhatTheServerCan() throws Exception {
    Answer answer = exchange("OPTIONS", fixture.startUpload(1, null));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Tus-Version")).isEqualTo("1.0.0");
    assertThat(answer.header("Tus-Extension")).isEqualTo("expiration,termination");
    assertThat(answer.header("Tus-Max-Size")).isEqualTo("" + (1L << 32));
  }

  @Test
  void aDeletedUploadIsGone() throws Exception {
    URI link = fixture.startUpload(BYTES.length, null);
    patch(link, 0, new byte[1_200_000]);

    assertThat(exchange("DELETE", link, "Tus-Resumable", "1.0.0").status()).isEqualTo(204);

    assertThat(head(link).status()).isEqualTo(410);
    assertThat(patch(link, 1_200_000, new byte[1]).status()).isEqualTo(410);
    assertThat(fixture.objects.storedFiles()).isEmpty();
  }

  @Test
  void aMethodMayStandInAHeader() throws Exception {
    URI link = fixture.startUpload(3, null);
    try (RawHttp http = new RawHttp(fixture.port())) {
      http.head(
          "POST",
          link,
          "X-HTTP-Method-Override",
          "PATCH",
          "Tus-Resumable",
          "1.0.0",
          "Upload-Offset",
          0,
          "Content-Type",
          "application/offset+octet-stream",
          "Content-Length",
          3);
      assertThat(http.send(new byte[3]).answer().status()).isEqualTo(204);
    }
  }

  @Test
  void whatIsNotTusIsRefused() throws Exception {
    URI link = fixture.startUpload(3, null);

    Answer version = exchange("HEAD", link, "Tus-Resumable", "0.2.2");
    assertThat(version.status()).isEqualTo(412);
    assertThat(version.header("Tus-Version")).isEqualTo("1.0.0");
    assertThat(exchange("HEAD", link).status()).isEqualTo(412);
    assertThat(exchange("GET", link, "Tus-Resumable", "1.0.0").status()).isEqualTo(405);
    assertThat(
            exchange(
                    "PATCH",
                    link,
                    "Tus-Resumable",
                    "1.0.0",
                    "Upload-Offset",
                    0,
                    "Content-Length",
                    0)
                .status())
        .isEqualTo(415);
    for (String offset : new String[] {"", "-1", "1.5", "99999999999999999999", "0x1"}) {
      Answer answer =
          exchange(
              "PATCH",
              link,
              "Tus-Resumable",
              "1.0.0",
              "Upload-Offset",
              offset,
              "Content-Type",
              "application/offset+octet-stream",
              "Content-Length",
              0);
      assertThat(answer.status()).isEqualTo(400);
    }
  }

  @Test
  void aLinkThatWasChangedOrIsOldOpensNothing() throws Exception {
    String link = fixture.startUpload(3, null).toString();
    String otherId = link.replaceFirst("uploads/[^?]*", "uploads/" + UUID.randomUUID());
    String otherTenant = link.replaceFirst("tenant=[^&]*", "tenant=" + UUID.randomUUID());
    String later = link.replaceFirst("expires=\\d*", "expires=99999999999");

    for (String changed : new String[] {otherId, otherTenant, later, link + "A"}) {
      assertThat(head(URI.create(changed)).status()).isEqualTo(403);
      assertThat(patch(URI.create(changed), 0, new byte[3]).status()).isEqualTo(403);
      assertThat(exchange("DELETE", URI.create(changed), "Tus-Resumable", "1.0.0").status())
          .isEqualTo(403);
    }
    assertThat(head(URI.create(link.replaceFirst("\\?.*", ""))).status()).isEqualTo(404);
    assertThat(head(URI.create(link.replaceFirst("uploads/[^?]*", "uploads/x"))).status())
        .isEqualTo(404);
    fixture.objects.clock.advance(Duration.ofMinutes(15));
    assertThat(head(URI.create(link)).status()).isEqualTo(403);
  }

  @Test
  void aServerThatEndsKeepsWhatItHas() throws Exception {
    URI link = fixture.startUpload(BYTES.length, sha256(BYTES));
    try (RawHttp http = new RawHttp(fixture.port())) {
      patchHead(http, link, 0, BYTES.length).send(BYTES, 0, 1_500_000);
      awaitOffset(link, PART_BYTES);

      fixture.doors.drain();

      Answer answer = http.answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(Long.parseLong(answer.header("Upload-Offset"))).isGreaterThanOrEqualTo(PART_BYTES);
      assertThat(patch(link, 0, new byte[1]).status()).isEqualTo(503);
    }
    UUID id = UUID.fromString(link.getPath().substring("/data/uploads/".length()));
    long offset = fixture.uploads.get(DoorsFixture.TENANT, id).offsetBytes();
    try (UploadWriter writer = fixture.objects.uploads().write(DoorsFixture.TENANT, id, offset)) {
      writer.append(
          java.util.List.of(
              java.nio.ByteBuffer.wrap(Arrays.copyOfRange(BYTES, (int) offset, BYTES.length))));
      assertThat(writer.finish().status()).isEqualTo(UploadStatus.FINISHED);
    }
    assertThat(stored(sha256(BYTES))).isEqualTo(BYTES);
  }

  private Answer head(URI link) throws IOException {
    return exchange("HEAD", link, "Tus-Resumable", "1.0.0");
  }

  private Answer exchange(String method, URI link, Object... headers) throws IOException {
    try (RawHttp http = new RawHttp(fixture.port())) {
      return http.head(method, link, headers).answer(!method.equals("HEAD"));
    }
  }

  private Answer patch(URI link, long offset, byte[] body) throws IOException {
    try (RawHttp http = new RawHttp(fixture.port())) {
      patchHead(http, link, offset, body.length).send(body);
      return http.answer();
    }
  }

  private static RawHttp patchHead(RawHttp http, URI link, long offset, long length)
      throws IOException {
    return http.head(
        "PATCH",
        link,
        "Tus-Resumable",
        "1.0.0",
        "Upload-Offset",
        offset,
        "Content-Type",
        "application/offset+octet-stream",
        "Content-Length",
        length);
  }

  private void awaitOffset(URI link, long offset) throws IOException {
    while (Long.parseLong(head(link).header("Upload-Offset")) < offset) {
      Thread.onSpinWait();
    }
  }

  private byte[] stored(String sha256) throws IOException {
    return fixture.tenantObjects.open(DoorsFixture.TENANT, sha256).readAllBytes();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void anOpenUploadEndsWithTheKeyOfItsLinkAndWhatCameIsKept() throws IOException {
    URI link = fixture.startUpload(1_000_000, null);
    try (RawHttp client = new RawHttp(fixture.port())) {
      client.head(
          "PATCH",
          link,
          "Tus-Resumable",
          "1.0.0",
          "Upload-Offset",
          0,
          "Content-Type",
          "application/offset+octet-stream",
          "Content-Length",
          1_000_000);
      client.send(new byte[1_000]);

      fixture.revoke();

      assertThat(client.answer().status()).isEqualTo(403);
    }
    try (RawHttp client = new RawHttp(fixture.port())) {
      client.head("HEAD", link, "Tus-Resumable", "1.0.0");
      assertThat(client.answer(false).status()).isEqualTo(403);
    }
  }
}
