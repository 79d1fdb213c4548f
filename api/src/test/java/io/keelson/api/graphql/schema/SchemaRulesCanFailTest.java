package io.keelson.api.graphql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule names what breaks it, and nothing else. */
class SchemaRulesCanFailTest {
  private static SchemaRules rules(String text) {
    return new SchemaRules(SchemaText.of(text));
  }

  @Test
  void idsAsTextAndIdsThatMayBeNullAreNamed() {
    assertThat(
            rules(
                    "type Query { id: String! teamId: ID clientId: String rid: String"
                        + " runs(ids: [ID!]!, parentIds: [ID], projectIds: [String!]): Int }")
                .idsOfAnotherType(Map.of("Query.clientId", "another's")))
        .containsExactlyInAnyOrder(
            "Query.id: String!",
            "Query.runs(parentIds): [ID]",
            "Query.runs(projectIds): [String!]");
  }

  @Test
  void aTagUnderAnotherNameIsNamed() {
    assertThat(
            rules(
                    "type Query { params: [Tag!]! tags: [Tag!]! run(tags: [TagInput], environment:"
                        + " [TagInput]): Int } type Tag { key: String } input TagInput { key: String }")
                .paramsThatAreTags())
        .containsExactlyInAnyOrder("Query.params: [Tag!]!", "Query.run(environment): [TagInput]");
  }

  @Test
  void listsWithoutABoundAndPagesWithoutOneAreNamed() {
    assertThat(
            rules(
                    """
                    type Query {
                      free: [Int!]!
                      "At most 1,000."
                      told: [Int!]!
                      states: [State!]!
                      whole: ThingConnection!
                      paged(after: String, "How many, 1 to 100." first: Int, last: Int): ThingConnection!
                      asked(names: [String!]): Int
                    }
                    enum State { ON }
                    type ThingConnection { edges: [Int!]! others: [Int!]! }
                    """)
                .listsWithoutABound())
        .containsExactlyInAnyOrder(
            "Query.free",
            "Query.asked(names)",
            "ThingConnection.others",
            "Query.whole: needs first and after",
            "Query.paged(last)");
  }

  @Test
  void aChangeThatExpectsNothingIsNamedUnlessItIsListed() {
    SchemaRules rules =
        rules(
            """
            type Query { a: Int }
            type Mutation {
              rename(id: ID!, expectedVersion: Int!): Int
              move(input: Move!): Int
              drop(id: ID!): Int
              make(name: String): Int
            }
            input Move { id: ID! expectedPlace: Int }
            """);
    assertThat(rules.changesThatExpectNothing(Map.of("make", "new"))).containsExactly("drop");
    assertThat(
            rules.changesThatExpectNothing(
                Map.of("make", "new", "drop", "ends", "rename", "why", "gone", "why")))
        .containsExactlyInAnyOrder(
            "rename expects something, and is listed", "gone is listed, and no mutation");
    assertThat(rules.expectationsThatMayBeLeftOut(Map.of())).containsExactly("move");
    assertThat(
            rules.expectationsThatMayBeLeftOut(
                Map.of("move", "nothing there", "rename", "why", "gone", "why")))
        .containsExactlyInAnyOrder(
            "rename leaves nothing out, and is listed", "gone is listed, and no mutation");
  }

  @Test
  void whatNobodyDescribedIsNamed() {
    assertThat(
            rules(
                    """
                    "Query root"
                    type Query {
                      "What it is."
                      a("ISO-8601" at: Int): State
                    }
                    "Which."
                    enum State { ON "It is off." OFF }
                    """)
                .withoutADescription())
        .containsExactlyInAnyOrder("Query", "Query.a(at)", "State.ON");
  }

  @Test
  void aDeprecationWithoutADateOrAReasonIsNamed() {
    assertThat(
            rules(
                    """
                    type Query {
                      a: Int @deprecated
                      b: Int @deprecated(reason: "Use c instead.")
                      c: Int @deprecated(reason: "2027-01-31")
                      d: Int @deprecated(reason: "Use a. Goes after 2027-01-31.")
                    }
                    """)
                .deprecationsWithoutReasonOrDate())
        .containsExactlyInAnyOrder(
            "Query.a: No longer supported", "Query.b: Use c instead.", "Query.c: 2027-01-31");
  }
}
