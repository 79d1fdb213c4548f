package io.keelson.api.graphql.schema;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputValueDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import io.keelson.api.graphql.schema.SchemaText.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What people may expect of the schema. Each rule names everything that breaks it. */
final class SchemaRules {
  /** What the schema's builder says where nobody did. */
  private static final Set<String> FILLERS =
      Set.of("ISO-8601", "Query root", "Mutation root", "Subscription root");

  private static final Pattern BOUND = Pattern.compile("\\b[Aa]t most [\\d,]+|\\b\\d+ to [\\d,]+");
  private static final Pattern DATE = Pattern.compile("\\b20\\d\\d-[01]\\d-[0-3]\\d\\b");
  private static final Pattern ID = Pattern.compile("id|ids|.*Ids?");

  private final SchemaText text;

  SchemaRules(SchemaText text) {
    this.text = text;
  }

  /**
   * Ids are of type ID, in lists without nulls.
   *
   * @param notOurs names that end like an id, each with a reason why it is none
   */
  List<String> idsOfAnotherType(Map<String, String> notOurs) {
    return text.elements().stream()
        .filter(element -> element.type() != null && ID.matcher(element.name()).matches())
        .filter(element -> !notOurs.containsKey(element.path()))
        .filter(element -> !isId(element.type()))
        .map(element -> element.path() + ": " + GraphQLTypeUtil.simplePrint(element.type()))
        .toList();
  }

  private static boolean isId(GraphQLType type) {
    GraphQLType plain = GraphQLTypeUtil.unwrapNonNull(type);
    if (plain instanceof GraphQLList list) {
      return list.getWrappedType() instanceof GraphQLNonNull && isId(list.getWrappedType());
    }
    return plain instanceof GraphQLNamedType named && named.getName().equals("ID");
  }

  /** A parameter is what a run was given, a tag is what people say of a thing. */
  List<String> paramsThatAreTags() {
    return text.elements().stream()
        .filter(element -> element.type() != null)
        .filter(element -> isTag(element) != element.name().equals("tags"))
        .map(element -> element.path() + ": " + GraphQLTypeUtil.simplePrint(element.type()))
        .toList();
  }

  private static boolean isTag(Element element) {
    String type =
        GraphQLTypeUtil.unwrapAllAs(element.type()) instanceof GraphQLNamedType n
            ? n.getName()
            : "";
    return type.equals("Tag") || type.equals("TagInput") || type.equals("TagConditionInput");
  }

  /**
   * A list is a connection whose {@code first} is bounded, has one item at most for each value of
   * an enumeration, or says in its description how many it has at most.
   */
  List<String> listsWithoutABound() {
    List<String> offenders = new ArrayList<>();
    for (Element element : text.elements()) {
      if (element.type() != null && isList(element.type()) && !isPartOfAPage(element.path())) {
        boolean bounded =
            GraphQLTypeUtil.unwrapAll(element.type()) instanceof GraphQLEnumType
                || tellsABound(element.description());
        if (!bounded) {
          offenders.add(element.path());
        }
      }
    }
    pages().forEach(field -> offenders.addAll(withoutABound(field)));
    return offenders;
  }

  private static boolean isList(GraphQLType type) {
    return GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLList;
  }

  private static boolean tellsABound(String description) {
    return description != null && BOUND.matcher(description).find();
  }

  /** Its length is that of the page, which the field that leads to it bounds. */
  private static boolean isPartOfAPage(String path) {
    return path.endsWith("Connection.edges") || path.equals("LogPage.lines");
  }

  private record Paged(String path, GraphQLFieldDefinition field) {}

  private Stream<Paged> pages() {
    return text.types().stream()
        .filter(GraphQLFieldsContainer.class::isInstance)
        .map(GraphQLFieldsContainer.class::cast)
        .flatMap(
            type ->
                type.getFieldDefinitions().stream()
                    .map(field -> new Paged(type.getName() + "." + field.getName(), field)))
        .filter(
            paged -> {
              String type = GraphQLTypeUtil.unwrapAll(paged.field().getType()).getName();
              return type.endsWith("Connection") || type.equals("LogPage");
            });
  }

  private static List<String> withoutABound(Paged paged) {
    GraphQLArgument first = paged.field().getArgument("first");
    if (first == null || paged.field().getArgument("after") == null) {
      return List.of(paged.path() + ": needs first and after");
    }
    return Stream.of("first", "last")
        .map(paged.field()::getArgument)
        .filter(size -> size != null && !tellsABound(size.getDescription()))
        .map(size -> paged.path() + "(" + size.getName() + ")")
        .toList();
  }

  /**
   * Whoever changes what is there says what they believe it is like.
   *
   * @param others mutations that need not, each with the reason
   */
  List<String> changesThatExpectNothing(Map<String, String> others) {
    List<String> offenders = new ArrayList<>();
    Set<String> left = new TreeSet<>(others.keySet());
    for (GraphQLFieldDefinition mutation : text.schema().getMutationType().getFieldDefinitions()) {
      boolean listed = left.remove(mutation.getName());
      if (expects(mutation) == listed) {
        offenders.add(mutation.getName() + (listed ? " expects something, and is listed" : ""));
      }
    }
    left.forEach(name -> offenders.add(name + " is listed, and no mutation"));
    return offenders;
  }

  private static boolean expects(GraphQLFieldDefinition mutation) {
    return expectations(mutation).findAny().isPresent();
  }

  private static Stream<GraphQLInputValueDefinition> expectations(GraphQLFieldDefinition mutation) {
    return mutation.getArguments().stream()
        .flatMap(
            argument ->
                GraphQLTypeUtil.unwrapAll(argument.getType())
                        instanceof GraphQLInputObjectType input
                    ? input.getFieldDefinitions().stream()
                    : Stream.of(argument))
        .map(GraphQLInputValueDefinition.class::cast)
        .filter(value -> value.getName().startsWith("expected"));
  }

  /**
   * What is expected is said: nobody leaves it out for not caring.
   *
   * @param absences mutations where leaving it out is an expectation too, each with which
   */
  List<String> expectationsThatMayBeLeftOut(Map<String, String> absences) {
    List<String> offenders = new ArrayList<>();
    Set<String> left = new TreeSet<>(absences.keySet());
    for (GraphQLFieldDefinition mutation : text.schema().getMutationType().getFieldDefinitions()) {
      boolean listed = left.remove(mutation.getName());
      boolean optional =
          expectations(mutation).anyMatch(value -> GraphQLTypeUtil.isNullable(value.getType()));
      if (optional != listed) {
        offenders.add(mutation.getName() + (listed ? " leaves nothing out, and is listed" : ""));
      }
    }
    left.forEach(name -> offenders.add(name + " is listed, and no mutation"));
    return offenders;
  }

  List<String> withoutADescription() {
    return text.elements().stream()
        .filter(element -> isFiller(element.description()))
        .map(Element::path)
        .toList();
  }

  private static boolean isFiller(String description) {
    return description == null
        || description.isBlank()
        || FILLERS.contains(description)
        || description.startsWith("Scalar for ");
  }

  /** Whoever uses it is told what to use instead, and until when it stays. */
  List<String> deprecationsWithoutReasonOrDate() {
    return text.elements().stream()
        .filter(element -> element.deprecation() != null)
        .filter(
            element ->
                !DATE.matcher(element.deprecation()).find()
                    || DATE.matcher(element.deprecation()).replaceAll("").strip().length() < 10)
        .map(element -> element.path() + ": " + element.deprecation())
        .toList();
  }
}
