package io.keelson.api.graphql.random;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import io.keelson.api.graphql.permission.Caller;
import io.keelson.api.graphql.random.RandomOperation.Kind;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PersonTokens;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestEndpoints;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand random operations that the schema allows, by callers of every role in two tenants
 * who name things of both: none meets a defect, and no answer holds anything of the other tenant.
 * {@code -Dkeelson.test.random.operations} says how many, {@code -Dkeelson.test.random.seed} which;
 * an operation of the same seed and number differs in ids alone.
 */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class RandomOperationsIT {
  private static final Logger LOG = Logger.getLogger(RandomOperationsIT.class);
  private static final int OPERATIONS =
      Integer.getInteger("keelson.test.random.operations", 10_000);
  private static final long SEED = Long.getLong("keelson.test.random.seed", 20_261_126L);
  private static final int CLIENTS = 4;
  private static final int MAX_CURSORS = 1_000;
  private static final double ENOUGH_RUN = 0.6;
  private static final double ENOUGH_ROWS = 0.15;

  /** Of a hundred operations, so many name the other tenant in their header. */
  private static final int IN_THE_OTHER_TENANT = 3;

  private static final int REPEATED = 3;

  /** So often what the platform puts off is asked for again, at the time that it names. */
  private static final int MOST_PUT_OFF = 3;

  /** So often a field is tried once more that none of the operations reached. */
  private static final int MORE_OF_A_FIELD = 400;

  /** Refusals of what was understood: the thing or its state is not as the caller thinks. */
  private static final Set<String> EXPECTED =
      Set.of("FORBIDDEN", "NOT_FOUND", "CONFLICT", "UNAVAILABLE");

  private static final String ID_IN_MESSAGES = "project_01h455vb4pex5vsknk084sn02q";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper ESCAPED_JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  @Inject GraphQLSchema schema;
  @Inject TwoTenants tenants;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final AtomicInteger next = new AtomicInteger();
  private final List<String> cursors = new CopyOnWriteArrayList<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Tally tally = new Tally();
  private final Witness witness =
      new Witness(Set.of(TestEndpoints.ENGINEER.id().toString(), ID_IN_MESSAGES));
  private Operations operations;
  private List<Side> sides;

  @Test
  void noAnswerIsADefectOrHoldsAnythingOfAnotherTenant() throws Exception {
    operations = new Operations(schema);
    LOG.infof("%d operations of seed %d", OPERATIONS, SEED);
    try (PersonTokens tokens = PersonTokens.open();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      sides = List.of(tenants.make("amber", tokens), tenants.make("cobalt", tokens));
      sides.forEach(side -> side.allIds().forEach(id -> witness.claim(id, side)));
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(clients.submit(this::callOnAndOn));
      }
      for (Future<?> client : running) {
        client.get();
      }
      askForWhatWasNotReached();
    }
    LOG.infof("seed %d: %d ids seen; %s", SEED, witness.ids(), tally.report());

    assertThat(wrong).as("seed %d", SEED).isEmpty();
    assertThat(tally.shareRun()).as("share of operations that were run").isGreaterThan(ENOUGH_RUN);
    assertThat(tally.shareWithRows()).as("share of answers with rows").isGreaterThan(ENOUGH_ROWS);
    assertThat(tally.reached(EXPECTED)).containsAll(fieldsOf(Kind.QUERY, Kind.MUTATION));
  }

  /** A few thousand may miss what takes luck: a person alone makes a tenant, and by a fit name. */
  private void askForWhatWasNotReached() throws Exception {
    int number = OPERATIONS;
    for (Kind kind : List.of(Kind.QUERY, Kind.MUTATION)) {
      for (GraphQLFieldDefinition field : operations.root(kind).getFieldDefinitions()) {
        String name = kind.field(field.getName());
        for (int i = 0; i < MORE_OF_A_FIELD && !tally.reached(EXPECTED).contains(name); i++) {
          call(number++, kind, field);
        }
      }
    }
  }

  private Set<String> fieldsOf(Kind... kinds) {
    Set<String> names = new TreeSet<>();
    for (Kind kind : kinds) {
      for (GraphQLFieldDefinition field : operations.root(kind).getFieldDefinitions()) {
        names.add(kind.field(field.getName()));
      }
    }
    return names;
  }

  private Void callOnAndOn() throws Exception {
    int number = next.getAndIncrement();
    while (number < OPERATIONS) {
      call(number, Operations.kind(number), operations.first(number));
      number = next.getAndIncrement();
    }
    return null;
  }

  private void call(int number, Kind kind, GraphQLFieldDefinition first) throws Exception {
    RandomGenerator random = new SplittableRandom(SEED * 1_000_003 + number);
    int side = random.nextInt(2);
    Side own = sides.get(side);
    Side other = sides.get(1 - side);
    Caller caller = own.anyCaller(random);
    RandomOperation operation =
        operations.draw(number, kind, first, random, new Arguments(random, own, other, cursors));
    String body = body(random, operation);
    boolean isAway = random.nextInt(100) < IN_THE_OTHER_TENANT;
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + caller.bearer());
    if (isAway || caller.tenantSlug() != null) {
      headers.put("X-Keelson-Tenant", (isAway ? other : own).slugs().getFirst());
    }
    if (random.nextInt(100) < REPEATED) {
      headers.put("Idempotency-Key", "repeated-" + random.nextInt(10));
    }
    Graph.Answer answer;
    try {
      answer = ask(headers, operation, body);
      for (int i = 0; i < MOST_PUT_OFF && answer != null && Witness.isPutOff(answer); i++) {
        note(number, caller, body, answer, witness.wrongInBody(own, other, body, answer));
        Thread.sleep(retryAfter(answer));
        answer = ask(headers, operation, body);
      }
    } catch (Exception | AssertionError e) {
      wrong.add("%d of %s: %s: %s".formatted(number, caller, e, body));
      return;
    }
    if (answer != null) {
      tally.count(operation, answer);
      note(number, caller, body, answer, witness.wrongIn(own, other, body, answer));
      learn(own, operation, answer.body().path("data"));
    }
  }

  private void note(
      int number, Caller caller, String body, Graph.Answer answer, List<String> found) {
    for (String what : found) {
      wrong.add("%d of %s: %s: %s: %s".formatted(number, caller, what, body, answer.body()));
    }
  }

  private static Duration retryAfter(Graph.Answer answer) {
    return Duration.ofSeconds(answer.headers().firstValueAsLong("Retry-After").orElse(1));
  }

  private static String body(RandomGenerator random, RandomOperation operation) throws Exception {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("query", operation.document());
    request.put("variables", operation.variables());
    boolean isEscaped = operation.kind() == Kind.SUBSCRIPTION || random.nextBoolean();
    return (isEscaped ? ESCAPED_JSON : JSON).writeValueAsString(request);
  }

  /** Null for a subscription that nothing came of. */
  private Graph.Answer ask(Map<String, String> headers, RandomOperation operation, String body)
      throws Exception {
    if (operation.kind() == Kind.SUBSCRIPTION) {
      JsonObject welcome = new JsonObject(new LinkedHashMap<>(headers));
      return Follower.first(port, welcome, body).orElse(null);
    }
    return new Graph("http://127.0.0.1:" + port, null)
        .send(
            body,
            headers.entrySet().stream()
                .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
                .toArray(String[]::new));
  }

  /** What was made can be named from now on, and each place in a list be read on from. */
  private void learn(Side own, RandomOperation operation, JsonNode data) {
    if (operation.kind() == Kind.MUTATION) {
      for (JsonNode made : data) {
        String id = made.path("id").asText(made.at("/apiKey/id").asText());
        if (Witness.isId(id)) {
          own.know(id);
        }
      }
    }
    for (String field : List.of("cursor", "endCursor", "startCursor")) {
      data.findValues(field).stream()
          .filter(JsonNode::isTextual)
          .filter(cursor -> cursors.size() < MAX_CURSORS)
          .forEach(cursor -> cursors.add(cursor.asText()));
    }
  }
}
