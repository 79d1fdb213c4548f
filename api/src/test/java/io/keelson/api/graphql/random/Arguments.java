package io.keelson.api.graphql.random;

import static io.keelson.api.graphql.GraphTypes.*;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import io.keelson.tenancy.database.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Draws values for arguments: mostly what a caller may mean, of their own tenant; sometimes of the
 * other one; sometimes what nobody means.
 */
final class Arguments {
  /** Of setTrustedDocumentsOnly: true would have all refused that follows. */
  private static final String ONLY = "only";

  private static final int PERCENT = 100;
  private static final int NULLS = 3;
  private static final int EDGES = 4;
  private static final int OPTIONAL = 25;
  private static final int CURSORS = 8;
  private static final int INPUTS = 45;

  /** What arguments name that are called something else than {@code id}. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("projectId", PROJECT),
          Map.entry("projectIds", PROJECT),
          Map.entry("datasetId", DATASET),
          Map.entry("datasetVersionId", DATASET_VERSION),
          Map.entry("datasetVersionIds", DATASET_VERSION),
          Map.entry("experimentId", EXPERIMENT),
          Map.entry("runId", RUN),
          Map.entry("parentId", RUN),
          Map.entry("ids", RUN),
          Map.entry("jobId", JOB),
          Map.entry("modelId", MODEL),
          Map.entry("modelVersionId", MODEL_VERSION),
          Map.entry("expectedTargetId", MODEL_VERSION),
          Map.entry("endpointId", ENDPOINT),
          Map.entry("revisionId", REVISION),
          Map.entry("customRoleId", ROLE),
          Map.entry("serviceAccountId", SERVICE_ACCOUNT),
          Map.entry("memberIds", MEMBER),
          Map.entry("toMemberId", MEMBER),
          Map.entry("teamIds", TEAM),
          Map.entry("tenantId", TENANT));

  /** What they answer says what {@code id} names; these are not called like its prefix. */
  private static final Map<String, String> PREFIXES =
      Map.of("CreatedApiKey", API_KEY, "CustomRole", ROLE, "RegisteredModel", MODEL);

  /** An enum's value, which is written without quotes in a document. */
  record EnumName(String name) {}

  private final RandomGenerator random;
  private final Side own;
  private final Side other;
  private final Texts texts;

  Arguments(RandomGenerator random, Side own, Side other, List<String> cursors) {
    this.random = random;
    this.own = own;
    this.other = other;
    this.texts = new Texts(random, own, other, cursors);
  }

  boolean isOneIn(int percent) {
    return random.nextInt(PERCENT) < percent;
  }

  /** Whether an argument is given that may be left out: a cursor seldom, as few are of the list. */
  boolean isGiven(String name) {
    return isOneIn(name.equals("after") || name.equals("before") ? CURSORS : OPTIONAL);
  }

  /**
   * @param answers the type that the field answers
   */
  Object draw(GraphQLInputType type, String name, String answers) {
    if (type instanceof GraphQLNonNull required) {
      return present((GraphQLInputType) required.getWrappedType(), name, answers);
    }
    return isOneIn(NULLS) ? null : present(type, name, answers);
  }

  private Object present(GraphQLInputType type, String name, String answers) {
    return switch (type) {
      case GraphQLList list -> list((GraphQLInputType) list.getWrappedType(), name, answers);
      case GraphQLEnumType values -> new EnumName(Edges.one(random, values.getValues()).getName());
      case GraphQLInputObjectType input -> object(input, answers);
      case GraphQLScalarType scalar -> scalar(scalar.getName(), name, answers);
      default -> throw new IllegalArgumentException("an argument of type " + type);
    };
  }

  private List<Object> list(GraphQLInputType items, String name, String answers) {
    int size = isOneIn(EDGES) ? random.nextInt(200) : 1 + random.nextInt(2);
    List<Object> drawn = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      drawn.add(draw(items, name, answers));
    }
    return drawn;
  }

  private Map<String, Object> object(GraphQLInputObjectType type, String answers) {
    Map<String, Object> drawn = new LinkedHashMap<>();
    type.getFieldDefinitions()
        .forEach(
            field -> {
              if (field.getType() instanceof GraphQLNonNull || isOneIn(INPUTS)) {
                drawn.put(field.getName(), draw(field.getType(), field.getName(), answers));
              }
            });
    return drawn;
  }

  private Object scalar(String scalar, String name, String answers) {
    if (scalar.equals("ID") || TYPES.containsKey(name)) {
      return drawId(name.equals("id") ? ofAnswer(answers) : TYPES.get(name));
    }
    if (name.equals(ONLY)) {
      return false;
    }
    if (scalar.equals("String")) {
      return isOneIn(EDGES) ? Edges.text(random) : texts.of(name);
    }
    return isOneIn(EDGES) ? Edges.of(random, scalar) : meant(scalar, name);
  }

  /** Null where it may be anything. */
  private static String ofAnswer(String answers) {
    return answers.equals("Node")
        ? null
        : PREFIXES.getOrDefault(answers, answers.toLowerCase(Locale.ROOT));
  }

  private String drawId(String type) {
    int choice = random.nextInt(PERCENT);
    if (choice < 75) {
      return own.anyId(random, type);
    }
    if (choice < 88) {
      return other.anyId(random, type);
    }
    if (choice < 92) {
      return own.anyId(random, null);
    }
    return choice < 96 ? id(type == null ? RUN : type, Ids.next()) : Edges.text(random);
  }

  private Object meant(String scalar, String name) {
    return switch (scalar) {
      case "Int" -> number(name);
      case "Float" -> random.nextDouble();
      case "BigInteger" -> 1 + random.nextInt(1_000);
      case "BigDecimal" -> Integer.toString(1 + random.nextInt(1_000));
      case "Boolean" -> random.nextBoolean();
      case "Duration" -> Edges.one(random, List.of("PT2H", "P1D", "P30D"));
      case "DateTime" -> time(name);
      case "JSON" -> name.equals("inputs") ? List.of(tensor()) : Map.of("epochs", 1);
      default -> throw new IllegalArgumentException("scalar " + scalar);
    };
  }

  private int number(String name) {
    return switch (name) {
      case "expectedVersion" -> isOneIn(70) ? 1 : 1 + random.nextInt(4);
      case "weight" -> isOneIn(70) ? PERCENT : random.nextInt(PERCENT);
      default -> 1 + random.nextInt(3);
    };
  }

  private static String time(String name) {
    Duration away = Duration.ofDays(name.equals("from") || name.equals("at") ? -1 : 1);
    return Instant.now().plus(away).toString();
  }

  private static Map<String, Object> tensor() {
    return Map.of("name", "features", "datatype", "FP32", "shape", List.of(1), "data", List.of(1));
  }
}
