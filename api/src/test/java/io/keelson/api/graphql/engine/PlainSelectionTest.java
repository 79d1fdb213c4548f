package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.SimpleDataFetcherExceptionHandler;
import graphql.parser.Parser;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import io.keelson.api.memory.SharedBytes;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read off its value is what graphql-java makes of it, to the last error. */
class PlainSelectionTest {
  private static final String SCHEMA =
      """
      type Query { ships(first: Int): Ships flag: Named lone: Ship }
      type Ships { edges: [Edge!]! total: Int pages: [[Int]] }
      type Edge { node: Ship! cursor: String }
      interface Named { name: String }
      enum Rig { SLOOP KETCH }
      type Ship implements Named {
        id: ID!
        name: String
        rig: Rig
        draught: Float
        tags: [String!]
        crew: [Person]
        captain: Person!
        owner: Person
        sail(kind: String): String
      }
      type Person implements Named { name: String age: Int! ship: Ship }
      """;
  private static final Charge FREE =
      new Charge() {
        @Override
        public void take(long points) {}

        @Override
        public void record(long points) {}
      };

  /** Who reads a field does not matter to what its lists hold. */
  private static final ReadFields ITEMS_ALONE = new ReadFields(fetcher -> true);

  private final AtomicInteger fetched = new AtomicInteger();

  /** Answers as our accessors do. */
  private record Plain(String field, AtomicInteger fetched)
      implements DataFetcher<Object>, PlainRead {
    @Override
    public Object read(Object source) throws Exception {
      Object value = ((Map<?, ?>) source).get(field);
      if (value instanceof Exception failure) {
        throw failure;
      }
      return value;
    }

    @Override
    public Object get(DataFetchingEnvironment environment) throws Exception {
      fetched.incrementAndGet();
      return read(environment.getSource());
    }
  }

  private static Map<String, Object> object(Object... entries) {
    Map<String, Object> made = new HashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      made.put((String) entries[i], entries[i + 1]);
    }
    return made;
  }

  private static Map<String, Object> person(String name, Object age) {
    return object("name", name, "age", age);
  }

  private static Map<String, Object> ship(String name, Object... more) {
    Map<String, Object> ship = object(more);
    ship.put("id", 7);
    ship.put("name", name);
    ship.putIfAbsent("rig", "KETCH");
    ship.putIfAbsent("draught", 1.5);
    ship.putIfAbsent("tags", List.of("oak", "old"));
    ship.putIfAbsent("captain", person("Ada", 44));
    ship.putIfAbsent("crew", Arrays.asList(person("Bo", 20), null, person("Cy", 21)));
    return ship;
  }

  private static Map<String, Object> data(Map<String, Object>... ships) {
    List<Map<String, Object>> edges =
        Arrays.stream(ships).map(ship -> object("node", ship, "cursor", "c")).toList();
    return object(
        "ships",
        object("edges", edges, "total", 3, "pages", List.of(List.of(1, 2), List.of(3))),
        "flag",
        ships[0],
        "lone",
        ships[0]);
  }

  /** With plain fields, or with fetchers that the engine must call. */
  private GraphQL engine(boolean plain) {
    TypeDefinitionRegistry types = new SchemaParser().parse(SCHEMA);
    GraphQLSchema schema =
        new SchemaGenerator()
            .makeExecutableSchema(
                types,
                RuntimeWiring.newRuntimeWiring()
                    .type("Named", named -> named.typeResolver(env -> shipOrPerson(env)))
                    .build());
    GraphQLCodeRegistry fields =
        schema
            .getCodeRegistry()
            .transform(
                code -> {
                  for (String type : List.of("Ships", "Edge", "Ship", "Person")) {
                    GraphQLObjectType object = schema.getObjectType(type);
                    object
                        .getFieldDefinitions()
                        .forEach(
                            field -> {
                              Plain read = new Plain(field.getName(), fetched);
                              DataFetcher<Object> other = read::get;
                              code.dataFetcher(object, field, plain ? read : other);
                            });
                  }
                });
    return GraphQL.newGraphQL(schema.transform(made -> made.codeRegistry(fields)))
        .instrumentation(new OperationLimits(ITEMS_ALONE))
        .queryExecutionStrategy(new EndableExecution(new SimpleDataFetcherExceptionHandler()))
        .build();
  }

  private static GraphQLObjectType shipOrPerson(graphql.TypeResolutionEnvironment environment) {
    Map<?, ?> value = environment.getObject();
    return environment.getSchema().getObjectType(value.containsKey("rig") ? "Ship" : "Person");
  }

  private record Ran(Map<String, Object> answer, OperationCost.Answer cost, long bytes) {}

  private Ran run(boolean plain, String text, Map<String, Object> root, int maxCost) {
    SharedBytes memory = new SharedBytes(64 << 20);
    RunningOperation operation =
        new RunningOperation(
            "tenant",
            maxCost,
            FREE,
            false,
            new ResultSize(memory.use("tenant"), 1 << 20),
            () -> true);
    operation.prepared(new Prepared(new Parser().parseDocument(text), List.of(), text, 500));
    ExecutionInput input =
        ExecutionInput.newExecutionInput(text)
            .root(root)
            .variables(Map.of("no", false, "yes", true))
            .build();
    input.getGraphQLContext().put(RunningOperation.class, operation);
    ExecutionResult result = engine(plain).execute(input);
    return new Ran(result.toSpecification(), operation.cost(), memory.usedBytes());
  }

  private void assertSame(String text, Map<String, Object> root) {
    Ran asTheEngine = run(false, text, root, 1_000);
    Ran asPlain = run(true, text, root, 1_000);
    assertThat(asPlain.answer()).as(text).isEqualTo(asTheEngine.answer());
    assertThat(asPlain.cost()).isEqualTo(asTheEngine.cost());
    // The order of the fields counts, too.
    assertThat(asPlain.answer().toString()).isEqualTo(asTheEngine.answer().toString());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> twoShips() {
    return data(ship("Argo"), ship("Beagle", "rig", "SLOOP", "owner", person("Di", 9)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ships{edges{node{id name rig draught tags}cursor}total}}",
        "{ships{edges{node{a:name b:name name}}}}",
        "{ships{edges{node{crew{name age}captain{name}owner{name}}}}}",
        "{ships{edges{node{__typename ...on Named{name} ...on Person{age} ...{id}}}}}",
        "{ships{edges{node{...f captain{...p}}}}} fragment f on Ship{id ...p}"
            + " fragment p on Named{name __typename}",
        "query($no:Boolean!,$yes:Boolean!){ships{total edges @include(if:$yes)"
            + "{node{id name @skip(if:$yes) rig @include(if:$no)}}}}",
        "{ships{edges{node{captain{name}captain{age}}}}}",
        "{ships{edges{node{id}}edges{node{name}}}}",
        "{ships{pages total}}",
        "{ships(first:1){edges{node{sail(kind:\"jib\") name}}}}",
        "{flag{name ...on Ship{id crew{name}}}}",
        "{lone{crew{age}} one:lone{name} flag{__typename}}",
        "{ships{edges{__typename}}}",
        "subscription{x}"
      })
  void theResultIsTheSame(String text) {
    assertSame(text, twoShips());
  }

  @Test
  @SuppressWarnings("unchecked")
  void whatIsWrongIsSaidAsTheEngineSaysIt() {
    String all = "{ships{edges{node{id name rig draught tags captain{age} crew{age}}}}}";
    assertSame(all, data(ship("no captain", "captain", null), ship("Beagle")));
    assertSame(all, data(ship("Argo"), ship("unknown rig", "rig", "BRIG")));
    assertSame(all, data(ship("Argo"), ship("text", "draught", "deep")));
    assertSame(all, data(ship("Argo"), ship("fails", "tags", new IllegalStateException("rot"))));
    assertSame(all, data(ship("Argo"), ship("null tag", "tags", Arrays.asList("a", null))));
    assertSame(all, data(ship("Argo"), ship("ageless", "crew", List.of(person("Bo", null)))));
    assertSame(all, data(ship("Argo"), ship("no list", "tags", "one")));
    assertSame(all, data(ship("later", "captain", CompletableFuture.completedFuture(null))));
    assertSame("{ships{edges{node{id}}}}", object("ships", object("edges", null)));
  }

  @Test
  void nothingPlainIsFetchedByTheEngine() {
    run(true, "{ships{edges{node{id name crew{name}}}}}", twoShips(), 1_000);

    assertThat(fetched).hasValue(0);
  }

  @Test
  void whatHasAnArgumentIs() {
    run(true, "{ships{edges{node{sail(kind:\"jib\")}}}}", twoShips(), 1_000);

    assertThat(fetched.get()).isPositive();
  }

  @Test
  @SuppressWarnings("unchecked")
  void longerListsThanAllowedEndItInTheSamePlace() {
    String crews = "{ships{edges{node{crew{name}}}}}";
    List<Object> crew = Collections.nCopies(1_500, person("Bo", 20));
    Map<String, Object> root = data(ship("Argo", "crew", crew), ship("Beagle", "crew", crew));

    Ran asTheEngine = run(false, crews, root, 2_300);
    Ran asPlain = run(true, crews, root, 2_300);

    assertThat(asPlain).isEqualTo(asTheEngine);
    assertThat(asPlain.cost().used()).isGreaterThan(2_300);
    assertThat(asPlain.answer().toString()).contains("name=Bo").contains("{}");
  }

  @Test
  void whatFillsMoreThanItsDocumentIsLeftToTheEngine() {
    String text = "{ships{edges{node{id name}}}}";
    SharedBytes memory = new SharedBytes(64 << 20);
    RunningOperation operation =
        new RunningOperation(
            "tenant",
            1_000,
            FREE,
            false,
            new ResultSize(memory.use("tenant"), 1 << 20),
            () -> true);
    operation.prepared(new Prepared(new Parser().parseDocument(text), List.of(), text, 3));
    ExecutionInput input = ExecutionInput.newExecutionInput(text).root(twoShips()).build();
    input.getGraphQLContext().put(RunningOperation.class, operation);

    ExecutionResult result = engine(true).execute(input);

    assertThat(result.getErrors()).isEmpty();
    assertThat(fetched.get()).isPositive();
  }
}
