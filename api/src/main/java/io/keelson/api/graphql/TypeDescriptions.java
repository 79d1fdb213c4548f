package io.keelson.api.graphql;

import static graphql.util.TreeTransformerUtil.changeNode;

import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.ScalarTypeDefinition;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.schema.SchemaTransformer;
import graphql.schema.TypeResolver;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import io.keelson.api.graphql.engine.ExactNumbers;
import io.smallrye.graphql.spi.EventingService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Describes the schema's enumerations, scalars and roots in the words of {@code
 * descriptions.graphql}. The annotations that describe all else cannot reach them: most are of
 * modules that know nothing of GraphQL, or of the library. The same pass over the schema has its
 * scalars read numbers exactly.
 */
public final class TypeDescriptions implements EventingService {
  private static final String FILE = "descriptions.graphql";

  /** Always on: there is no setting to switch it off by. */
  @Override
  public String getConfigKey() {
    return null;
  }

  @Override
  public GraphQLSchema.Builder beforeSchemaBuild(GraphQLSchema.Builder builder) {
    GraphQLSchema described =
        SchemaTransformer.transformSchema(builder.build(), new Describing(written()));
    return new Built(
        described.transformWithoutTypes(schema -> schema.codeRegistry(ownTypes(described))));
  }

  /**
   * SmallRye's resolvers find the types as they were before, which are none of the schema's own.
   */
  private static GraphQLCodeRegistry ownTypes(GraphQLSchema described) {
    GraphQLCodeRegistry code = described.getCodeRegistry();
    return code.transform(
        it ->
            described.getAllTypesAsList().stream()
                .filter(GraphQLInterfaceType.class::isInstance)
                .map(GraphQLInterfaceType.class::cast)
                .forEach(type -> it.typeResolver(type, own(code.getTypeResolver(type)))));
  }

  private static TypeResolver own(TypeResolver resolver) {
    return environment -> {
      GraphQLObjectType type = resolver.getType(environment);
      return type == null ? null : environment.getSchema().getObjectType(type.getName());
    };
  }

  /**
   * A schema that was transformed cannot be taken apart and built again: this gives it as it is.
   */
  private static final class Built extends GraphQLSchema.Builder {
    private final GraphQLSchema schema;

    Built(GraphQLSchema schema) {
      this.schema = schema;
    }

    @Override
    public GraphQLSchema build() {
      return schema;
    }
  }

  private static TypeDefinitionRegistry written() {
    try (InputStream file = TypeDescriptions.class.getResourceAsStream(FILE)) {
      return new SchemaParser().parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whatever the file does not know stays as it is; a test over the schema finds it. */
  private static final class Describing extends GraphQLTypeVisitorStub {
    private final TypeDefinitionRegistry written;

    Describing(TypeDefinitionRegistry written) {
      this.written = written;
    }

    @Override
    public TraversalControl visitGraphQLObjectType(
        GraphQLObjectType type, TraverserContext<GraphQLSchemaElement> context) {
      return written
          .getType(type.getName(), ObjectTypeDefinition.class)
          .map(it -> it.getDescription().getContent())
          .map(text -> changeNode(context, type.transform(it -> it.description(text))))
          .orElse(TraversalControl.CONTINUE);
    }

    @Override
    public TraversalControl visitGraphQLScalarType(
        GraphQLScalarType scalar, TraverserContext<GraphQLSchemaElement> context) {
      ScalarTypeDefinition definition = written.scalars().get(scalar.getName());
      GraphQLScalarType described =
          definition == null || definition.getDescription() == null
              ? scalar
              : scalar.transform(it -> it.description(definition.getDescription().getContent()));
      GraphQLScalarType own = ExactNumbers.in(described);
      return own == scalar ? TraversalControl.CONTINUE : changeNode(context, own);
    }

    @Override
    public TraversalControl visitGraphQLEnumType(
        GraphQLEnumType choice, TraverserContext<GraphQLSchemaElement> context) {
      return written
          .getType(choice.getName(), EnumTypeDefinition.class)
          .map(definition -> changeNode(context, described(choice, definition)))
          .orElse(TraversalControl.CONTINUE);
    }

    private static GraphQLEnumType described(
        GraphQLEnumType choice, EnumTypeDefinition definition) {
      return choice.transform(
          it -> {
            it.description(definition.getDescription().getContent());
            for (EnumValueDefinition value : definition.getEnumValueDefinitions()) {
              GraphQLEnumValueDefinition served = choice.getValue(value.getName());
              if (served != null) {
                it.value(served.transform(v -> v.description(value.getDescription().getContent())));
              }
            }
          });
    }
  }
}
