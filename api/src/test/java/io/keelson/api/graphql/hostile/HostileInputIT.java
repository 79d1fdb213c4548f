package io.keelson.api.graphql.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import io.keelson.api.graphql.Things;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.SignIn;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.testing.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Every mutation, with input that nobody who means well would send. */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class HostileInputIT {
  private static final Map<String, Object> MISSING = new LinkedHashMap<>();

  static {
    MISSING.put("null", null);
    MISSING.put("empty", "");
  }

  /** No field of the API takes one of these. */
  private static final Map<String, Object> HOSTILE =
      Map.of(
          "control characters",
          "a\u0000b\u0007",
          "300,000 characters",
          "x".repeat(300_000),
          "a number",
          12345,
          "a list",
          List.of(List.of("x")),
          "an object",
          Map.of("x", "y"));

  /** Names are free text, where these are harmless; paths, slugs and ids refuse them. */
  private static final Map<String, Object> HOSTILE_TO_IDENTIFIERS =
      Map.of(
          "SQL", "x'; DROP TABLE tenancy.tenant; --",
          "parent folder", "../../etc/passwd",
          "line break", "a\r\nSet-Cookie: x");

  @Inject TestTenants tenants;
  @Inject GraphQLSchema schema;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private Graph caller(String credential) {
    return new Graph("http://127.0.0.1:" + port, credential);
  }

  @Test
  void everyMutationOfTheSchemaIsTriedHere() {
    Mutations mutations = Mutations.of(caller(tenants.make("hostile-all").key()));
    assertThat(
            Stream.of(
                    mutations.withInput().stream().map(WithInput::name),
                    mutations.withArguments().stream().map(WithArguments::name),
                    Mutations.OF_PEOPLE.stream())
                .flatMap(names -> names))
        .containsExactlyInAnyOrderElementsOf(
            schema.getMutationType().getFieldDefinitions().stream()
                .map(GraphQLFieldDefinition::getName)
                .toList());
  }

  @Test
  void everyMutationNamesTheBadFieldAndWritesNothing() throws Exception {
    Graph owner = caller(tenants.make("hostile").key());
    ServerAddresses keycloak = TestServers.shared().keycloak();
    Graph person =
        caller(SignIn.byPassword(keycloak.issuer(), "engineer", keycloak.demoPassword()).access());
    Mutations mutations = Mutations.of(owner);
    String before = state(owner) + memberships(person);
    for (WithInput mutation : mutations.withInput()) {
      Graph who = mutation.name().equals("createTenant") ? person : owner;
      for (String field : mutation.required()) {
        MISSING.forEach((what, value) -> refused(who, mutation, field, what, value));
        HOSTILE.forEach((what, value) -> refused(who, mutation, field, what, value));
      }
      for (String field : mutation.optional()) {
        HOSTILE.forEach((what, value) -> refused(who, mutation, field, what, value));
      }
      for (String field : mutation.identifiers()) {
        HOSTILE_TO_IDENTIFIERS.forEach(
            (what, value) -> {
              // A file may be called so; what it must not do is leave its folder or break a line.
              if (!(what.equals("SQL") && field.toLowerCase(Locale.ROOT).endsWith("path"))) {
                refused(who, mutation, field, what, value);
              }
            });
      }
    }
    assertThat(state(owner) + memberships(person)).as("nothing was written").isEqualTo(before);
  }

  @Test
  void everyMutationThatTakesAnIdAloneNamesItWhenItIsBadAndHidesWhatIsMissing() {
    Graph owner = caller(tenants.make("hostile-ids").key());
    Mutations mutations = Mutations.of(owner);
    String before = state(owner);
    Map<String, Object> spoilt = new LinkedHashMap<>(MISSING);
    spoilt.putAll(HOSTILE);
    spoilt.putAll(HOSTILE_TO_IDENTIFIERS);
    spoilt.put("an id of another type", mutations.known().get("project"));
    for (WithArguments mutation : mutations.withArguments()) {
      spoilt.forEach(
          (what, value) -> {
            Map<String, Object> arguments = new HashMap<>(mutation.arguments());
            arguments.put(mutation.id(), value);
            refusal(mutation.call(owner, arguments), mutation.name(), mutation.id(), what);
          });
      Map<String, Object> missing = new HashMap<>(mutation.arguments());
      String type = mutation.arguments().get(mutation.id()).toString().replaceFirst("_.*", "");
      missing.put(mutation.id(), type + "_01h455vb4pex5vsknk084sn02q");
      assertThat(mutation.call(owner, missing).code())
          .as("%s of what is not there", mutation.name())
          .hasValue(Mutations.OF_OPERATORS.contains(mutation.name()) ? "FORBIDDEN" : "NOT_FOUND");
    }
    assertThat(state(owner)).as("nothing was written").isEqualTo(before);
  }

  @Test
  void whatIsNoTokenAcceptsNoInvitationAndKeysAcceptNone() throws Exception {
    ServerAddresses keycloak = TestServers.shared().keycloak();
    Graph person =
        caller(SignIn.byPassword(keycloak.issuer(), "engineer", keycloak.demoPassword()).access());
    String accept = "mutation($token:String!){acceptInvitation(token:$token){id}}";
    Map<String, Object> spoilt = new LinkedHashMap<>(MISSING);
    spoilt.putAll(HOSTILE);
    spoilt.putAll(HOSTILE_TO_IDENTIFIERS);
    spoilt.forEach(
        (what, value) -> {
          Map<String, Object> token = new HashMap<>();
          token.put("token", value);
          refusal(person.ask(accept, token), "acceptInvitation", "token", what);
        });
    Map<String, Object> nobodys = Map.of("token", "x".repeat(43));
    assertThat(person.ask(accept, nobodys).code()).hasValue("NOT_FOUND");
    Graph owner = caller(tenants.make("hostile-people").key());
    assertThat(owner.ask(accept, nobodys).code()).hasValue("FORBIDDEN");
    assertThat(owner.ask("mutation{leaveTenant(expectedVersion:1){id}}").code())
        .hasValue("FORBIDDEN");
  }

  private static void refused(
      Graph caller, WithInput mutation, String field, String what, Object value) {
    Map<String, Object> input = new HashMap<>(mutation.input());
    input.put(field, value);
    refusal(mutation.call(caller, input), mutation.name(), field, what);
  }

  private static void refusal(Graph.Answer answer, String mutation, String field, String what) {
    assertThat(answer.code())
        .as("%s with %s as %s: %s", mutation, what, field, Things.shortened(answer.body()))
        .hasValue("VALIDATION");
    String told = answer.field() == null ? answer.message() : answer.field();
    assertThat(told).as("%s with %s as %s", mutation, what, field).contains(field);
  }

  private static String state(Graph owner) {
    return owner
        .ask(
            "{projects{edges{node{slug version datasets{edges{node{name versions{edges{node{number"
                + " files{edges{node{path}}}}}}}}} experiments{edges{node{name runs{edges{node{name"
                + " version params{key}}}}}}} jobs{edges{node{name}}} models{edges{node{name}}}"
                + " endpoints{edges{node{name}}}}}} apiKeys{edges{node{name}}} budgets{id"
                + " version}}")
        .data()
        .toString();
  }

  private static String memberships(Graph person) {
    return person.ask("{viewer{tenants{slug}}}").data().toString();
  }
}
