package io.keelson.bench;

import io.keelson.bench.collect.CollectBench;
import io.keelson.bench.drift.DriftBench;
import io.keelson.bench.gateway.GatewayBench;
import io.keelson.bench.graphql.GraphqlBench;
import io.keelson.bench.hostile.HostileBench;
import io.keelson.bench.hostile.HostileCapturesBench;
import io.keelson.bench.hostile.SlowDownloadsBench;
import io.keelson.bench.hostile.WideDocumentsBench;
import io.keelson.bench.live.LiveBench;
import io.keelson.bench.live.SlowReadersBench;
import io.keelson.bench.start.StartBench;
import io.keelson.bench.upload.UploadBench;
import java.util.Arrays;
import java.util.List;

/**
 * Runs one benchmark: {@code Bench NAME [ARGUMENT…]}. The last line of the output is its result as
 * one JSON object.
 *
 * <p>Exit codes: 0 measured, whatever the ratio; 1 the measurement failed or what was measured
 * answered wrongly; 2 no such benchmark; 3 cannot run here, with what is missing.
 */
public final class Bench {
  private static final String USAGE =
      """
      usage: bench graphql                     list of 20 rows against pgbench
             bench gateway                     200-byte ModelInfer against nginx grpc_pass
             bench gateway captures            the same with all requests kept, against without
             bench collect [BATCH]             events acknowledged as durable, against plain inserts
             bench upload [MIB] [ROUNDS]       encrypted upload against cp and sha256sum
             bench hostile [SECONDS]           a neighbour's p99 beside anonymous attackers
             bench hostile-captures [SECONDS]  a neighbour's p99 beside hostile bodies that are kept
             bench wide-documents [SECONDS]    what another tenant's documents of 50,000 fields cost
             bench slow-downloads [DOWNLOADS] [SECONDS]
                                               a neighbour's downloads beside those of a slow tenant
             bench drift [WINDOWS] [PYTHON]    windows that moved, found by the judge and by Evidently
             bench start [ROUNDS]              from exec to ready, servers up
             bench live [IDLE] [BUSY] [SECONDS]
                                               a list with and without subscriptions beside it
             bench slow-readers [SUBSCRIBERS] [SECONDS] [EVENTS_PER_S]
                                               subscribers that stop reading, and one that reads
      """;

  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(run(Arrays.asList(arguments)));
  }

  private static int run(List<String> arguments) {
    String name = arguments.isEmpty() ? "" : arguments.getFirst();
    Benchmark benchmark =
        switch (name) {
          case "graphql" -> new GraphqlBench();
          case "gateway" -> new GatewayBench();
          case "collect" -> new CollectBench();
          case "upload" -> new UploadBench();
          case "hostile" -> new HostileBench();
          case "hostile-captures" -> new HostileCapturesBench();
          case "wide-documents" -> new WideDocumentsBench();
          case "slow-downloads" -> new SlowDownloadsBench();
          case "drift" -> new DriftBench();
          case "start" -> new StartBench();
          case "live" -> new LiveBench();
          case "slow-readers" -> new SlowReadersBench();
          default -> null;
        };
    if (benchmark == null) {
      System.err.print(USAGE);
      return 2;
    }
    try {
      BenchResult result = benchmark.run(arguments.subList(1, arguments.size()));
      System.out.println(result.table());
      System.out.println(result.json());
      return 0;
    } catch (CannotRun e) {
      System.err.println("bench " + name + " cannot run here: " + e.getMessage());
      return 3;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (Exception e) {
      System.err.println("bench " + name + " failed: " + e.getMessage());
      e.printStackTrace();
      return 1;
    }
  }
}
