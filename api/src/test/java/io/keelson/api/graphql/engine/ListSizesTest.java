package io.keelson.api.graphql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.Scalars;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import org.junit.jupiter.api.Test;

/** How many items lists are taken to have. */
class ListSizesTest {
  private static GraphQLObjectType thing(String name) {
    return GraphQLObjectType.newObject()
        .name(name)
        .field(field -> field.name("name").type(Scalars.GraphQLString))
        .build();
  }

  private static GraphQLFieldDefinition field(String name, GraphQLOutputType type) {
    return GraphQLFieldDefinition.newFieldDefinition()
        .name(name)
        .type(type)
        .argument(GraphQLArgument.newArgument().name("first").type(Scalars.GraphQLInt))
        .build();
  }

  /** Else its price would be that of as many histories as it has windows. */
  @Test
  void whatIsOneThingIsNoListAlthoughItIsAskedForItsFirst() {
    ListSizes sizes = new ListSizes();
    assertThat(sizes.of("Endpoint", field("driftHistory", thing("DriftHistory")), argument -> 168))
        .isEmpty();
    assertThat(sizes.of("Endpoint", field("rollouts", thing("RolloutConnection")), argument -> 7))
        .hasValue(7);
    GraphQLFieldDefinition features =
        GraphQLFieldDefinition.newFieldDefinition()
            .name("features")
            .type(GraphQLList.list(thing("DriftHistoryFeature")))
            .build();
    assertThat(sizes.of("DriftHistory", features, argument -> null)).hasValue(24);
  }
}
