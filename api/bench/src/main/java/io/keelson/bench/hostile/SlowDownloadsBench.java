package io.keelson.bench.hostile;

import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.graphql.GraphqlClient;
import io.keelson.bench.measure.Arguments;
import io.keelson.bench.upload.OpenVersion;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A neighbour's downloads while another tenant tries to keep 1,000 downloads open and hardly reads;
 * how many it may is its share. The ratio is the neighbour's p99 alone over that beside them.
 */
public final class SlowDownloadsBench implements Benchmark {
  private static final double BAR = 0.5;
  private static final int DOWNLOADS = 1_000;
  private static final int MAX_DOWNLOADS = 10_000;
  private static final int LEAST_OPEN = 50;
  private static final int DEFAULT_SECONDS = 60;
  private static final int MAX_SECONDS = 600;
  private static final int WARM_UP_SECONDS = 10;
  private static final int SMALL_BYTES = 300_000;
  private static final int LARGE_BYTES = 32 << 20;

  @Override
  public BenchResult run(List<String> arguments) throws Exception {
    int downloads = Arguments.number(arguments, 0, DOWNLOADS, MAX_DOWNLOADS);
    int seconds = Arguments.number(arguments, 1, DEFAULT_SECONDS, MAX_SECONDS);
    KeelsonEnvironment environment = KeelsonEnvironment.ofProcess();
    URI small = stored(environment, SMALL_BYTES);
    URI large = stored(environment.ofOtherTenant(), LARGE_BYTES);
    try (Neighbour neighbour = Neighbour.downloading(small, SMALL_BYTES);
        SlowDownloads slow = new SlowDownloads(large, downloads)) {
      neighbour.during(Duration.ofSeconds(WARM_UP_SECONDS));
      SideBySide seen = SideBySide.measure(neighbour, seconds, slow);
      return seen.addTo(
          new BenchResult("slow-downloads", seen.alone().p99Ms() / seen.beside().p99Ms(), BAR)
              .add("slow_downloads", downloads)
              .add("slow_downloads_open_at_once", slow.mostOpen())
              .require("a_share_was_open", slow.mostOpen() >= Math.min(downloads, LEAST_OPEN))
              .add("slow_downloads_refused", slow.refused())
              .require("no_5xx", slow.failed() == 0));
    }
  }

  private static URI stored(KeelsonEnvironment environment, int sizeBytes) throws Exception {
    Path file = Files.createTempFile("keelson-bench", ".bin");
    try {
      byte[] bytes = new byte[sizeBytes];
      new SplittableRandom(System.nanoTime()).nextBytes(bytes);
      Files.write(file, bytes);
      return OpenVersion.of(environment, new GraphqlClient(environment), "bench-downloads")
          .put(file, "file.bin");
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
