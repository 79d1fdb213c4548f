package io.keelson.api.graphql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What descriptions.graphql describes is there. */
class TypeDescriptionsTest {
  @Test
  void noDescriptionOutlivesWhatItDescribes() throws Exception {
    GraphQLSchema schema = SchemaText.committed().schema();
    TypeDefinitionRegistry written = written();

    assertThat(written.types().keySet())
        .allSatisfy(name -> assertThat(schema.getType(name)).as(name).isNotNull());
    assertThat(written.getTypes(EnumTypeDefinition.class))
        .isNotEmpty()
        .allSatisfy(
            described ->
                assertThat(described.getEnumValueDefinitions())
                    .extracting(EnumValueDefinition::getName)
                    .containsExactlyInAnyOrderElementsOf(
                        ((GraphQLEnumType) schema.getType(described.getName()))
                            .getValues().stream()
                                .map(GraphQLEnumValueDefinition::getName)
                                .toList()));
  }

  private static TypeDefinitionRegistry written() throws Exception {
    try (InputStream file =
        TypeDescriptionsTest.class.getResourceAsStream(
            "/io/keelson/api/graphql/descriptions.graphql")) {
      return new SchemaParser().parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
