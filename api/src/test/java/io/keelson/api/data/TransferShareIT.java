package io.keelson.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.data.RawHttp.Answer;
import io.keelson.tenancy.database.Ids;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One tenant at its worst, and what another notices of it. */
@Timeout(120)
final class TransferShareIT {
  private static final int ATTACKERS = 100;

  /** More than all buffers between the door and a client that does not read. */
  private static final byte[] LARGE = new byte[24_000_000];

  private static final byte[] SMALL = new byte[300_000];

  static {
    new Random(3).nextBytes(LARGE);
    new Random(4).nextBytes(SMALL);
  }

  @TempDir private Path folder;
  private DoorsFixture fixture;
  private final UUID greedy = Ids.next();
  private final UUID other = Ids.next();
  private final List<RawHttp> open = new ArrayList<>();

  @BeforeEach
  void open() {
    fixture = new DoorsFixture(folder, 8_000_000, Duration.ofSeconds(60));
  }

  @AfterEach
  void close() throws IOException {
    for (RawHttp one : open) {
      one.close();
    }
    fixture.close();
  }

  private RawHttp connect() throws IOException {
    RawHttp http = new RawHttp(fixture.port());
    open.add(http);
    return http;
  }

  /** Status and header of each attacker's answer; none reads a byte of a body. */
  private List<Answer> attackWithSlowDownloads() throws IOException {
    URI link =
        fixture.download(
            greedy, fixture.tenantObjects.putBytes(greedy, LARGE).digest(), "large.bin");
    List<RawHttp> attackers = new ArrayList<>();
    for (int i = 0; i < ATTACKERS; i++) {
      attackers.add(connect().head("GET", link));
    }
    List<Answer> answers = new ArrayList<>();
    for (RawHttp attacker : attackers) {
      answers.add(attacker.answer(false));
    }
    return answers;
  }

  @Test
  void theSlowDownloadsOfOneTenantLeaveAnothersAlone() throws IOException {
    URI link =
        fixture.download(other, fixture.tenantObjects.putBytes(other, SMALL).digest(), "small.bin");
    List<Answer> attack = attackWithSlowDownloads();

    for (int i = 0; i < 50; i++) {
      try (RawHttp http = new RawHttp(fixture.port())) {
        Answer answer = http.head("GET", link).answer();
        assertThat(answer.status()).as("download %d", i).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(SMALL);
      }
    }

    List<Answer> refused = attack.stream().filter(answer -> answer.status() != 200).toList();
    assertThat(attack.size() - refused.size()).as("the greedy one's share").isEqualTo(16);
    assertThat(refused)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(429);
              assertThat(answer.header("Retry-After")).isEqualTo("5");
            });
  }

  @Test
  void theSlowUploadsOfOneTenantLeaveAnothersAlone() throws IOException {
    for (int i = 0; i < ATTACKERS; i++) {
      connect()
          .head(
              "PATCH",
              fixture.startUpload(greedy, 1_000, null),
              "Tus-Resumable",
              "1.0.0",
              "Upload-Offset",
              0,
              "Content-Type",
              "application/offset+octet-stream",
              "Content-Length",
              1_000);
    }
    for (int i = 0; i < 10; i++) {
      try (RawHttp http = new RawHttp(fixture.port())) {
        Answer answer =
            http.head(
                    "PATCH",
                    fixture.startUpload(other, SMALL.length, null),
                    "Tus-Resumable",
                    "1.0.0",
                    "Upload-Offset",
                    0,
                    "Content-Type",
                    "application/offset+octet-stream",
                    "Content-Length",
                    SMALL.length)
                .send(SMALL)
                .answer();
        assertThat(answer.status()).as("upload %d", i).isEqualTo(204);
      }
    }
  }
}
