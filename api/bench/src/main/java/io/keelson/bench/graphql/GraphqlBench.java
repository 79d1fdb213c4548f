package io.keelson.bench.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.bench.BenchResult;
import io.keelson.bench.Benchmark;
import io.keelson.bench.KeelsonEnvironment;
import io.keelson.bench.measure.H2Load;
import io.keelson.bench.measure.Listener;
import io.keelson.bench.measure.ProcessCpu;
import io.keelson.bench.measure.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A list of 20 rows behind row-level security, asked for with an API key over 16 kept-alive
 * connections, against pgbench's 16 clients on the same transaction. Both share the machine with
 * PostgreSQL and their load generator.
 */
public final class GraphqlBench implements Benchmark {
  private static final double BAR = 0.40;
  private static final int ROWS = 20;
  private static final int CONNECTIONS = 16;
  private static final String LIST =
      "query ($first: Int) { projects(first: $first) { edges { node { id slug name description } } } }";
  private static final String CREATE =
      "mutation ($input: CreateProjectInput!) { createProject(input: $input) { id } }";
  private static final String TRANSACTION =
      """
      BEGIN;
      SELECT set_config('keelson.tenant', '%1$s', true);
      SELECT id, slug, name, description, created_at, version FROM catalog.project WHERE tenant_id = '%1$s' ORDER BY id LIMIT 20;
      COMMIT;
      """;

  private final List<Double> platformCpuUs = new ArrayList<>();
  private final List<Double> databaseCpuUs = new ArrayList<>();
  private final List<Double> allCpuUs = new ArrayList<>();
  private final List<Double> baselineDatabaseCpuUs = new ArrayList<>();
  private final List<Double> baselineAllCpuUs = new ArrayList<>();

  @Override
  public BenchResult run(List<String> arguments) throws Exception {
    KeelsonEnvironment environment = KeelsonEnvironment.ofProcess();
    Listener platform = Listener.on(environment.url().getPort(), "the platform");
    PgBench pgbench = new PgBench(environment, platform);
    Listener postgres = Listener.on(pgbench.port(), "PostgreSQL");
    GraphqlClient client = new GraphqlClient(environment);
    makeRows(client);

    Path folder = Files.createTempDirectory("keelson-bench");
    try {
      Path body = folder.resolve("list.json");
      Files.write(body, GraphqlClient.body(LIST, Map.of("first", ROWS)));
      int answerBytes = checkedAnswer(client.callRaw(Files.readAllBytes(body)));
      Path script = folder.resolve("list.sql");
      Files.writeString(script, TRANSACTION.formatted(tenantId(pgbench, environment.tenant())));
      checkBaseline(pgbench, Files.readString(script));

      H2Load load =
          new H2Load(environment.url() + "/graphql")
              .http1()
              .connections(CONNECTIONS, 1)
              .header("content-type", "application/json")
              .header("accept", "application/json")
              .header("authorization", "Bearer " + environment.apiKey())
              .post(body);
      System.out.println("warming up");
      Rounds.warmUp(run -> costUs(load, platform));
      pgbench.run(script, CONNECTIONS, Rounds.WARM_UP_SECONDS);
      Rounds rounds =
          Rounds.alternate(
              Rounds.DEFAULT_ROUNDS,
              round -> ours(load, platform, postgres, answerBytes),
              round -> baseline(pgbench, script, postgres));
      checkedAnswer(client.callRaw(Files.readAllBytes(body)));
      return new BenchResult("graphql", rounds.medianOurs() / rounds.medianBaseline(), BAR)
          .add("requests_per_s", rounds.medianOurs())
          .add("pgbench_transactions_per_s", rounds.medianBaseline())
          .add("platform_cpu_us_per_request", Rounds.median(platformCpuUs))
          .add("postgres_cpu_us_per_request", Rounds.median(databaseCpuUs))
          .add("postgres_cpu_us_per_pgbench_transaction", Rounds.median(baselineDatabaseCpuUs))
          .add("ratio_by_cpu_of_all", Rounds.median(baselineAllCpuUs) / Rounds.median(allCpuUs))
          .add("rows", ROWS)
          .add("connections", CONNECTIONS)
          .add("answer_bytes", answerBytes);
    } finally {
      delete(folder);
    }
  }

  private static double costUs(H2Load load, Listener platform) throws IOException {
    long before = ProcessCpu.ofProcess(platform.pid());
    H2Load.Load found = load.run(Rounds.WARM_UP_SECONDS);
    return (double) (ProcessCpu.ofProcess(platform.pid()) - before) / found.requests();
  }

  private double ours(H2Load load, Listener platform, Listener postgres, int answerBytes)
      throws IOException {
    long platformBefore = ProcessCpu.ofProcess(platform.pid());
    long databaseBefore = ProcessCpu.ofTree(postgres.pid());
    long loadBefore = loadCpuUs();
    H2Load.Load found = load.run(Rounds.ROUND_SECONDS);
    found.requireAnswersOf(answerBytes);
    double platformUs =
        (double) (ProcessCpu.ofProcess(platform.pid()) - platformBefore) / found.requests();
    double databaseUs =
        (double) (ProcessCpu.ofTree(postgres.pid()) - databaseBefore) / found.requests();
    platformCpuUs.add(platformUs);
    databaseCpuUs.add(databaseUs);
    allCpuUs.add(platformUs + databaseUs + (double) (loadCpuUs() - loadBefore) / found.requests());
    System.out.printf(
        "ours     %8.0f requests/s   CPU a request: platform %.0f us, PostgreSQL %.0f us%n",
        found.requestsPerSecond(), platformUs, databaseUs);
    return found.requestsPerSecond();
  }

  private double baseline(PgBench pgbench, Path script, Listener postgres) throws IOException {
    long before = ProcessCpu.ofTree(postgres.pid());
    long loadBefore = loadCpuUs();
    double found = pgbench.run(script, CONNECTIONS, Rounds.ROUND_SECONDS);
    double transactions = found * Rounds.ROUND_SECONDS;
    double us = (ProcessCpu.ofTree(postgres.pid()) - before) / transactions;
    baselineDatabaseCpuUs.add(us);
    baselineAllCpuUs.add(us + (loadCpuUs() - loadBefore) / transactions);
    System.out.printf("pgbench  %8.0f transactions/s   CPU each: PostgreSQL %.0f us%n", found, us);
    return found;
  }

  /** Of the load generators, which run and end as children of this process. */
  private static long loadCpuUs() throws IOException {
    return ProcessCpu.ofTree(ProcessHandle.current().pid());
  }

  /** By the API, as a customer would; what is there already is left. */
  private static void makeRows(GraphqlClient client) throws Exception {
    int there = client.call(LIST, Map.of("first", ROWS)).at("/projects/edges").size();
    for (int i = there; i < ROWS; i++) {
      String slug = "bench-" + UUID.randomUUID().toString().substring(0, 8);
      client.call(CREATE, Map.of("input", Map.of("slug", slug, "name", "Benchmark row " + i)));
    }
  }

  /** The number of its bytes. */
  private static int checkedAnswer(byte[] answer) throws IOException {
    JsonNode json = new ObjectMapper().readTree(answer);
    int rows = json.at("/data/projects/edges").size();
    if (json.has("errors") || rows != ROWS) {
      throw new IllegalStateException(
          "the list answered " + rows + " rows (expected: 20): " + json);
    }
    return answer.length;
  }

  private static UUID tenantId(PgBench pgbench, String slug) {
    String quoted = slug.replace("'", "''");
    return UUID.fromString(
        pgbench.queryAsOwner("SELECT tenant_id FROM tenancy.tenant WHERE slug = '" + quoted + "'"));
  }

  private static void checkBaseline(PgBench pgbench, String transaction) {
    long rows = pgbench.queryAsApp(transaction).lines().filter(l -> l.contains("|")).count();
    if (rows != ROWS) {
      throw new IllegalStateException("the baseline sees " + rows + " rows (expected: 20)");
    }
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
