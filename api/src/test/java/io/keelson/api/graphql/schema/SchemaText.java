package io.keelson.api.graphql.schema;

import graphql.introspection.Introspection;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.idl.ScalarInfo;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A schema as its text has it: what it defines, in the words of people who read it. */
final class SchemaText {
  /** The schema that is served; SchemaIT holds it to the code. */
  static final Path COMMITTED = Path.of("schema.graphql");

  /**
   * Anything that has a name: {@code Run}, {@code Run.series}, {@code Run.series(keys)}, {@code
   * RunStatus.FAILED}.
   *
   * @param type null for what has none: a type itself, a value of an enumeration
   * @param deprecation its reason; null for what is not deprecated
   */
  record Element(
      String path, String name, GraphQLType type, String description, String deprecation) {}

  private final GraphQLSchema schema;

  private SchemaText(GraphQLSchema schema) {
    this.schema = schema;
  }

  static SchemaText of(String text) {
    return new SchemaText(
        UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(text)));
  }

  static SchemaText committed() throws IOException {
    return of(Files.readString(COMMITTED));
  }

  GraphQLSchema schema() {
    return schema;
  }

  /** Of the schema's own types, without GraphQL's. */
  List<GraphQLNamedType> types() {
    return schema.getAllTypesAsList().stream()
        .filter(type -> !Introspection.isIntrospectionTypes(type))
        .filter(type -> !ScalarInfo.isGraphqlSpecifiedScalar(type.getName()))
        .toList();
  }

  List<Element> elements() {
    List<Element> all = new ArrayList<>();
    for (GraphQLNamedType type : types()) {
      all.add(new Element(type.getName(), type.getName(), null, type.getDescription(), null));
      switch (type) {
        case GraphQLFieldsContainer fields ->
            fields.getFieldDefinitions().forEach(field -> add(all, type.getName(), field));
        case GraphQLInputObjectType input ->
            input.getFieldDefinitions().forEach(field -> all.add(of(type.getName(), field)));
        case GraphQLEnumType choice ->
            choice.getValues().forEach(value -> all.add(of(type.getName(), value)));
        default -> {}
      }
    }
    return all;
  }

  private static void add(List<Element> all, String type, GraphQLFieldDefinition field) {
    String path = type + "." + field.getName();
    all.add(
        new Element(
            path,
            field.getName(),
            field.getType(),
            field.getDescription(),
            field.getDeprecationReason()));
    for (GraphQLArgument argument : field.getArguments()) {
      all.add(
          new Element(
              path + "(" + argument.getName() + ")",
              argument.getName(),
              argument.getType(),
              argument.getDescription(),
              argument.getDeprecationReason()));
    }
  }

  private static Element of(String type, GraphQLInputObjectField field) {
    return new Element(
        type + "." + field.getName(),
        field.getName(),
        field.getType(),
        field.getDescription(),
        field.getDeprecationReason());
  }

  private static Element of(String type, GraphQLEnumValueDefinition value) {
    return new Element(
        type + "." + value.getName(),
        value.getName(),
        null,
        value.getDescription(),
        value.getDeprecationReason());
  }
}
