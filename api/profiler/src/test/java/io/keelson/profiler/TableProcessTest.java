package io.keelson.profiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a program in the profiler's place that ends as the only file of its table says. */
class TableProcessTest {
  @TempDir Path folder;
  private Path input;

  static final class Ending {
    private Ending() {}

    public static void main(String[] arguments) throws Exception {
      String how = Files.readString(Path.of(arguments[0], "how"));
      int space = how.indexOf(' ');
      String said = how.substring(space + 1);
      switch (how.substring(0, space)) {
        case "killed" -> {
          new ProcessBuilder("/bin/sh", "-c", "kill -9 $PPID").inheritIO().start().waitFor();
          Thread.sleep(60_000);
        }
        case "hangs" -> {
          new ProcessBuilder("/bin/sleep", "60").inheritIO().start();
          Thread.sleep(60_000);
        }
        case "floods" -> {
          byte[] flood = new byte[1 << 20];
          Arrays.fill(flood, (byte) ' ');
          while (true) {
            System.out.write(flood);
          }
        }
        case "stderr" -> {
          System.err.println(said);
          Runtime.getRuntime().halt(4);
        }
        default -> {
          System.out.print(said);
          System.out.flush();
          Runtime.getRuntime().halt(Integer.parseInt(how.substring(0, space)));
        }
      }
    }
  }

  @BeforeEach
  void lay() throws IOException {
    input = Files.createDirectory(folder.resolve("input"));
  }

  private TableOutcome run(Duration limit, String how) throws IOException, InterruptedException {
    Files.writeString(input.resolve("how"), how);
    List<String> program =
        List.of("-cp", System.getProperty("java.class.path"), Ending.class.getName());
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    return new TableProcess(scratch, 1_000_000, 1, limit, program).run(input);
  }

  private TableOutcome run(String how) throws IOException, InterruptedException {
    return run(Duration.ofSeconds(60), how);
  }

  @Test
  void itsVerdictsAreTaken() throws Exception {
    TableOutcome profiled = run("0 {\"rows\":1}");
    assertThat(profiled).isInstanceOf(TableOutcome.Answered.class);
    assertThat(((TableOutcome.Answered) profiled).answer())
        .isEqualTo("{\"rows\":1}".getBytes(StandardCharsets.UTF_8));
    assertThat(run("3 {\"reason\":\"is broken\"}"))
        .isEqualTo(new TableOutcome.Unreadable("is broken"));
    assertThat(run("6 {\"reason\":\"is wide\"}")).isEqualTo(new TableOutcome.Limited("is wide"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "killed ",
        "1 ",
        "4 ",
        "5 ",
        "64 ",
        "126 ",
        "127 ",
        "134 ",
        "137 ",
        "152 ",
        "153 ",
        "3 ",
        "3 {}",
        "3 nonsense",
        "6 {\"reason\":7",
        "4 {\"reason\":\"is broken\"}"
      })
  void noEndButItsOwnVerdictIsAFaultOfTheFiles(String how) throws Exception {
    assertThat(run(how)).isInstanceOf(TableOutcome.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 ",
        "0 nonsense",
        "0 []",
        "0 {\"rows\":",
        "0 {}{}",
        "0 {} {}",
        "0 {}\n{}",
        "0 {\n}"
      })
  void whatIsNotOneObjectInOneLineBecomesNoLine(String how) throws Exception {
    assertThat(run(how))
        .isInstanceOfSatisfying(
            TableOutcome.Failed.class,
            failed ->
                assertThat(failed.reason()).isEqualTo("the profiler's answer could not be read"));
  }

  @ParameterizedTest
  @CsvSource({
    "Out of Memory Error, 'needs more memory than the profiler has, 1000000 bytes'",
    "No space left on device, needs more disk than the profiler found",
    "FATAL Error in /job/inputs, the profiler ended without a result"
  })
  void whyItFailedIsSaidInWordsOfOurs(String said, String reason) throws Exception {
    assertThat(run("stderr " + said))
        .isEqualTo(new TableOutcome.Failed(reason, "it ended with 4: " + said));
  }

  @Test
  void anEndlessAnswerIsEnded() throws Exception {
    assertThat(run("floods "))
        .isEqualTo(new TableOutcome.Limited("has a profile of more than 16777216 bytes"));
  }

  @Test
  void aProcessThatOutlivesItsLimitIsEndedWithWhatItStarted() throws Exception {
    long began = System.nanoTime();

    assertThat(run(Duration.ofSeconds(1), "hangs ")).isInstanceOf(TableOutcome.Failed.class);

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }
}
