package io.keelson.bench.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.CannotRun;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.graphql.GraphqlClient;
import io.keelson.bench.measure.Arguments;
import io.keelson.bench.measure.HeapWatch;
import io.keelson.bench.measure.Listener;
import io.keelson.bench.measure.ResidentWatch;
import io.keelson.bench.measure.Rounds;
import io.keelson.bench.measure.Tool;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A file sent to a signed upload URL, hashed and encrypted on its way to the disk, against {@code
 * cp} and then {@code sha256sum} of the same file on the same disk. The file lies in the page cache
 * for both. A pass of its own watches the platform's live heap.
 */
public final class UploadBench implements Benchmark {
  private static final double BAR = 0.4;
  private static final double MAX_HEAP_GROWTH_MIB = 64;
  private static final int DEFAULT_MIB = 2_048;
  private static final int MAX_MIB = 65_536;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final KeelsonEnvironment environment = KeelsonEnvironment.ofProcess();
  private final GraphqlClient client = new GraphqlClient(environment);
  private final String cp = Tool.find("cp", "coreutils");
  private final String sha256sum = Tool.find("sha256sum", "coreutils");
  private final String sync = Tool.find("sync", "coreutils");
  private double residentGrowthMib;
  private OpenVersion version;

  @Override
  public BenchResult run(List<String> arguments) throws Exception {
    int mib = Arguments.number(arguments, 0, DEFAULT_MIB, MAX_MIB);
    int count = Arguments.number(arguments, 1, Rounds.DEFAULT_ROUNDS, 100);
    Listener platform = Listener.on(environment.url().getPort(), "the platform");
    Path folder = workFolder(platform, mib);
    try {
      Path file = makeFile(folder, mib);
      String sha256 = Tool.run(PATIENCE, List.of(sha256sum, file.toString())).substring(0, 64);
      version = OpenVersion.of(environment, client, "bench-upload");
      System.out.println("warming up: one upload and one copy");
      upload(file, "warm-up.bin");
      baseline(file, folder.resolve("copy"));
      Rounds rounds =
          Rounds.alternate(
              count,
              round -> timedUpload(platform, file, "round-" + round + ".bin", mib),
              round -> timedBaseline(file, folder.resolve("copy"), mib));
      HeapWatch.Growth heap = new HeapWatch(platform).during(() -> upload(file, "watched.bin"));
      checkStored(sha256, count + 2, (long) mib << 20);
      return new BenchResult("upload", rounds.medianOurs() / rounds.medianBaseline(), BAR)
          .add("upload_mib_per_s", rounds.medianOurs())
          .add("cp_and_sha256sum_mib_per_s", rounds.medianBaseline())
          .add("heap_growth_mib", heap.mib())
          .require("heap_growth_within_64_mib", heap.mib() <= MAX_HEAP_GROWTH_MIB)
          .add("heap_before_mib", heap.beforeMib())
          .add("heap_samples", heap.samples())
          .add("resident_growth_mib", residentGrowthMib)
          .add("size_mib", mib);
    } finally {
      delete(folder);
    }
  }

  private double timedUpload(Listener platform, Path file, String path, int mib) throws Exception {
    flush();
    try (ResidentWatch resident = new ResidentWatch(platform)) {
      double seconds = upload(file, path);
      residentGrowthMib = Math.max(residentGrowthMib, resident.growthMib());
      System.out.printf("upload              %6.2f s  %6.0f MiB/s%n", seconds, mib / seconds);
      return mib / seconds;
    }
  }

  private double timedBaseline(Path file, Path copy, int mib) throws IOException {
    flush();
    double seconds = baseline(file, copy);
    System.out.printf("cp and sha256sum    %6.2f s  %6.0f MiB/s%n", seconds, mib / seconds);
    return mib / seconds;
  }

  /** Seconds from the first byte of the PATCH to its answer. */
  private double upload(Path file, String path) throws Exception {
    // No digest is given, so that the platform cannot know before the last byte that it has these.
    URI url = version.startUpload(path, Files.size(file));
    long start = System.nanoTime();
    TusClient.patch(url, file);
    return (System.nanoTime() - start) / 1e9;
  }

  private double baseline(Path file, Path copy) throws IOException {
    Files.deleteIfExists(copy);
    long start = System.nanoTime();
    Tool.run(PATIENCE, List.of(cp, file.toString(), copy.toString()));
    Tool.run(PATIENCE, List.of(sha256sum, file.toString()));
    double seconds = (System.nanoTime() - start) / 1e9;
    Files.delete(copy);
    return seconds;
  }

  /** What one round left to be written must not slow the next. */
  private void flush() {
    Tool.run(PATIENCE, List.of(sync));
  }

  /** Every file that was sent must be there with its size and the digest that sha256sum found. */
  private void checkStored(String sha256, int files, long sizeBytes) throws Exception {
    JsonNode edges =
        client
            .call(
                """
                query ($id: ID!) {
                  node(id: $id) {
                    ... on DatasetVersion { files(first: 100) { edges { node { path sizeBytes digest } } } }
                  }
                }
                """,
                Map.of("id", version.id()))
            .at("/node/files/edges");
    for (JsonNode edge : edges) {
      boolean same =
          edge.at("/node/digest").asText().endsWith(sha256)
              && edge.at("/node/sizeBytes").asLong() == sizeBytes;
      if (!same) {
        throw new IllegalStateException("stored " + edge + " (expected: sha256 " + sha256 + ")");
      }
    }
    if (edges.size() != files) {
      throw new IllegalStateException(edges.size() + " files stored (expected: " + files + ")");
    }
  }

  /** On the disk of the platform's objects. */
  private static Path workFolder(Listener platform, int mib) throws IOException {
    Path data = platform.setting("keelson.data", "KEELSON_DATA").map(Path::of).orElse(null);
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    boolean other = data != null && !Files.getFileStore(data).equals(Files.getFileStore(temporary));
    Path folder = Files.createTempDirectory(other ? data : temporary, "keelson-bench");
    long wanted = 4L * mib << 20;
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < wanted) {
      Files.delete(folder);
      throw new CannotRun(
          "%d MiB of free disk are needed, %d MiB are there".formatted(wanted >> 20, free >> 20));
    }
    return folder;
  }

  /** Bytes that nothing compresses. */
  private static Path makeFile(Path folder, int mib) throws IOException {
    Path file = folder.resolve("file");
    SplittableRandom random = new SplittableRandom(20260301);
    byte[] chunk = new byte[CHUNK_BYTES];
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < mib; i++) {
        random.nextBytes(chunk);
        if (i == 0) {
          // A run of its own: what an earlier one left in the store is not found again.
          ByteBuffer.wrap(chunk).putLong(System.nanoTime());
        }
        ByteBuffer buffer = ByteBuffer.wrap(chunk);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
    }
    return file;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
