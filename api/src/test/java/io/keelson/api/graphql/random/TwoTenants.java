package io.keelson.api.graphql.random;

import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.permission.Caller;
import io.keelson.api.graphql.permission.Callers;
import io.keelson.api.graphql.permission.Rights;
import io.keelson.api.graphql.permission.StoredThings;
import io.keelson.api.graphql.permission.Things;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PersonTokens;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the two tenants: one of everything in each, and whoever may do something there. */
@ApplicationScoped
class TwoTenants {
  private final TestTenants tenants;
  private final TestPeople people;
  private final StoredThings stored;
  private final int port;

  TwoTenants(
      TestTenants tenants,
      TestPeople people,
      StoredThings stored,
      @ConfigProperty(name = "quarkus.http.test-port") int port) {
    this.tenants = tenants;
    this.people = people;
    this.stored = stored;
    this.port = port;
  }

  Side make(String colour, PersonTokens tokens) {
    String word = colour + Texts.COMMON;
    String project = colour + "-project";
    TestTenants.Made made = tenants.make("random-" + colour);
    Graph owner = new Graph("http://127.0.0.1:" + port, made.key());
    Things things = new Things(made.tenant().id(), owner, project, stored, word);
    List<Caller> people =
        new Callers(made, owner, things.projectId(), tenants, this.people, tokens).all();
    Callers.awaitPeople(people, port);
    things.keep(Things.OF_PROJECTS);
    things.keep(Things.OF_TENANTS);

    List<Caller> strong =
        Stream.of(Role.OWNER, Role.ADMIN, Role.ENGINEER).map(role -> key(made, role)).toList();
    List<Caller> all = new ArrayList<>(people);
    all.addAll(strong);
    all.add(key(made, Role.VIEWER));
    all.add(key(made, Role.BILLING));
    Side side = Side.of(word, List.of(made.tenant().slug(), project), all, strong);
    things.lasting().values().forEach(value -> learn(side, value));
    side.know(GraphTypes.id(GraphTypes.TENANT, made.tenant().id()));
    return side;
  }

  private Caller key(TestTenants.Made made, Role role) {
    Rights rights = new Rights(Principal.Kind.API_KEY, role.permissions(), Set.of());
    return new Caller("key with " + role, rights, tenants.keyFor(made.tenant(), role), null);
  }

  private static void learn(Side side, Object value) {
    if (value instanceof String text && Witness.isId(text)) {
      side.know(text);
    }
  }
}
