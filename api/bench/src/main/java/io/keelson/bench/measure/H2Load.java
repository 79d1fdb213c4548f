package io.keelson.bench.measure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Closed-loop load by nghttp2's h2load: as many requests as the server answers, for a given time.
 */
public final class H2Load {
  private static final Pattern FINISHED = Pattern.compile("finished in .*?, ([0-9.]+) req/s");
  private static final Pattern REQUESTS =
      Pattern.compile(
          "requests: \\d+ total, \\d+ started, (\\d+) done, (\\d+) succeeded, (\\d+) failed, (\\d+) errored, (\\d+) timeout");
  private static final Pattern STATUSES =
      Pattern.compile("status codes: (\\d+) 2xx, (\\d+) 3xx, (\\d+) 4xx, (\\d+) 5xx");
  private static final Pattern TRAFFIC = Pattern.compile("\\((\\d+)\\) data");

  private final List<String> command = new ArrayList<>();
  private final String url;

  public H2Load(String url) {
    this.url = url;
    command.add(Tool.find("h2load", "nghttp2-client"));
    command.add("-t1");
  }

  /** Runs on these cores only. */
  public H2Load onCore(int core) {
    command.addAll(0, List.of(Tool.find("taskset", "util-linux"), "-c", "" + core));
    return this;
  }

  public H2Load http1() {
    command.add("--h1");
    return this;
  }

  public H2Load connections(int count, int streamsEach) {
    command.addAll(List.of("-c" + count, "-m" + streamsEach));
    return this;
  }

  public H2Load header(String name, String value) {
    command.addAll(List.of("-H", name + ": " + value));
    return this;
  }

  public H2Load post(Path body) {
    command.addAll(List.of("-d", body.toString()));
    return this;
  }

  /**
   * @param dataBytesPerResponse of the bodies, on average; those of requests that were cut off at
   *     the end are in it
   */
  public record Load(double requestsPerSecond, long requests, double dataBytesPerResponse) {
    /**
     * Errors that come with HTTP 200 show in the size of the answers: they are shorter.
     *
     * @throws IllegalStateException when the answers are shorter on average, or longer by 1 %
     */
    public void requireAnswersOf(int bytes) {
      if (dataBytesPerResponse < bytes - 0.01 || dataBytesPerResponse > bytes * 1.01) {
        throw new IllegalStateException(
            "answers of %.2f bytes on average (expected: %d)"
                .formatted(dataBytesPerResponse, bytes));
      }
    }
  }

  /**
   * @throws IllegalStateException when any request failed or was answered by another status than
   *     2xx
   */
  public Load run(int seconds) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("-D" + seconds, url));
    return parse(Tool.run(Duration.ofSeconds(seconds + 30), all));
  }

  static Load parse(String output) {
    Matcher requests = found(REQUESTS, output);
    Matcher statuses = found(STATUSES, output);
    long succeeded = Long.parseLong(requests.group(2));
    long ok = Long.parseLong(statuses.group(1));
    boolean clean =
        requests.group(3).equals("0")
            && requests.group(5).equals("0")
            && statuses.group(2).equals("0")
            && statuses.group(3).equals("0")
            && statuses.group(4).equals("0");
    if (!clean || ok == 0) {
      throw new IllegalStateException("h2load saw failures:\n" + output);
    }
    return new Load(
        Double.parseDouble(found(FINISHED, output).group(1)),
        succeeded,
        Double.parseDouble(found(TRAFFIC, output).group(1)) / ok);
  }

  private static Matcher found(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IllegalStateException("h2load's output is not understood:\n" + output);
    }
    return matcher;
  }
}
