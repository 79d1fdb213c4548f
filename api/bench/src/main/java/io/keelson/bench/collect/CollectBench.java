package io.keelson.bench.collect;

import com.fasterxml.jackson.databind.JsonNode;
import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.graphql.GraphqlClient;
import io.keelson.bench.graphql.PgBench;
import io.keelson.bench.measure.Arguments;
import io.keelson.bench.measure.Listener;
import io.keelson.bench.measure.ProcessCpu;
import io.keelson.bench.measure.Rounds;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * CloudEvents of some 200 bytes, posted as batches with an API key over four kept-alive
 * connections, each batch answered once it is durable; against pgbench, which inserts as many rows
 * of the same size and with a unique key a transaction into a plain table. Both share the machine
 * with PostgreSQL and their load generator. At the end every event that was acknowledged is counted
 * by the collector, once.
 */
public final class CollectBench implements Benchmark {
  private static final double BAR = 0.25;
  private static final double EVENTS_PER_S_BAR = 10_000;
  private static final int CONNECTIONS = 4;
  private static final int USUAL_BATCH = 1_000;
  private static final int MAX_BATCH = 10_000;
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS public.bench_event (id uuid PRIMARY KEY, at timestamptz NOT NULL, body text NOT NULL);
      GRANT SELECT, INSERT ON public.bench_event TO keelson_app;
      """;
  private static final String TRANSACTION =
      """
      INSERT INTO public.bench_event (id, at, body)
      SELECT gen_random_uuid(), now(), repeat(md5(random()::text), 7) FROM generate_series(1, %d);
      """;

  @Override
  public BenchResult run(List<String> arguments) throws Exception {
    int batch = Arguments.number(arguments, 0, USUAL_BATCH, MAX_BATCH);
    KeelsonEnvironment environment = KeelsonEnvironment.ofProcess();
    Listener platform = Listener.on(environment.url().getPort(), "the platform");
    PgBench pgbench = new PgBench(environment, platform);
    GraphqlClient client = new GraphqlClient(environment);
    Collector collector = Collector.make(client);
    EventLoad load =
        new EventLoad(
            environment.url().resolve(collector.url().getRawPath()),
            environment.apiKey(),
            batch,
            CONNECTIONS);
    Path script = Files.createTempFile("keelson-bench", ".sql");
    try {
      Files.writeString(script, TRANSACTION.formatted(batch));
      pgbench.queryAsOwner(TABLE);
      System.out.println("warming up");
      Rounds.warmUp(run -> costUs(load, platform));
      pgbench.run(script, CONNECTIONS, Rounds.WARM_UP_SECONDS);
      Rounds rounds =
          Rounds.alternate(
              Rounds.DEFAULT_ROUNDS,
              round -> ours(load, platform),
              round -> baseline(pgbench, script, batch));
      long accepted = collector.accepted(client);
      return new BenchResult("collect", rounds.medianOurs() / rounds.medianBaseline(), BAR)
          .add("events_per_s", rounds.medianOurs())
          .add("pgbench_rows_per_s", rounds.medianBaseline())
          .add("events_acknowledged", load.acknowledged())
          .add("events_per_batch", batch)
          .add("connections", CONNECTIONS)
          .require("ten_thousand_per_s", rounds.medianOurs() >= EVENTS_PER_S_BAR)
          .require("each_acknowledged_event_once", accepted == load.acknowledged());
    } finally {
      pgbench.queryAsOwner("DROP TABLE IF EXISTS public.bench_event");
      Files.delete(script);
    }
  }

  private static double costUs(EventLoad load, Listener platform) throws Exception {
    long before = ProcessCpu.ofProcess(platform.pid());
    double events = load.run(Rounds.WARM_UP_SECONDS) * Rounds.WARM_UP_SECONDS;
    return (ProcessCpu.ofProcess(platform.pid()) - before) / events;
  }

  private static double ours(EventLoad load, Listener platform) throws Exception {
    long before = ProcessCpu.ofProcess(platform.pid());
    double found = load.run(Rounds.ROUND_SECONDS);
    double us = (ProcessCpu.ofProcess(platform.pid()) - before) / (found * Rounds.ROUND_SECONDS);
    System.out.printf("ours     %8.0f events/s   CPU an event: platform %.1f us%n", found, us);
    return found;
  }

  private static double baseline(PgBench pgbench, Path script, int batch) throws IOException {
    double rows = batch * pgbench.run(script, CONNECTIONS, Rounds.ROUND_SECONDS);
    System.out.printf("pgbench  %8.0f rows/s%n", rows);
    return rows;
  }

  /** One of the run's own, in a project of its own. */
  private record Collector(String datasetId, URI url) {
    static Collector make(GraphqlClient client) throws Exception {
      String slug = "bench-" + UUID.randomUUID().toString().substring(0, 8);
      JsonNode project =
          client.call(
              "mutation ($slug: String!) { createProject(input: {slug: $slug, name: \"Collected\"}) { id } }",
              Map.of("slug", slug));
      JsonNode dataset =
          client.call(
              "mutation ($p: ID!) { createDataset(input: {projectId: $p, name: \"events\"}) { id } }",
              Map.of("p", project.at("/createProject/id").asText()));
      String datasetId = dataset.at("/createDataset/id").asText();
      JsonNode collector =
          client.call(
              "mutation ($d: ID!) { createCollector(input: {datasetId: $d, sealAfterRows: 200000}) { url } }",
              Map.of("d", datasetId));
      return new Collector(datasetId, URI.create(collector.at("/createCollector/url").asText()));
    }

    long accepted(GraphqlClient client) throws Exception {
      return client
          .call(
              "query ($d: ID!) { node(id: $d) { ... on Dataset { collector { figures { accepted } } } } }",
              Map.of("d", datasetId))
          .at("/node/collector/figures/accepted")
          .asLong();
    }
  }
}
