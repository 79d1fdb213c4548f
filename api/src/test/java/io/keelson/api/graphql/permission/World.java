package io.keelson.api.graphql.permission;

import io.keelson.api.testing.Graph;
import io.keelson.api.testing.PersonTokens;
import io.keelson.api.testing.TestGateway;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.embedded.DemoIdentities;
import io.keelson.tenancy.grant.Grant;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Two tenants with one of everything, and whoever may do something in one of them. */
@ApplicationScoped
class World {
  static final String HOME = "matrix-home";
  static final String AWAY = "matrix-away";

  private final TestTenants tenants;
  private final TestPeople people;
  private final StoredThings stored;
  private final TenantDigest digest;
  private final int port;
  private final Map<Place, Things> things = new EnumMap<>(Place.class);
  private TestTenants.Made home;
  private TestTenants.Made away;
  private Map<String, Object> missing;
  private List<Caller> callers;

  World(
      TestTenants tenants,
      TestPeople people,
      StoredThings stored,
      TenantDigest digest,
      @ConfigProperty(name = "quarkus.http.test-port") int port) {
    this.tenants = tenants;
    this.people = people;
    this.stored = stored;
    this.digest = digest;
    this.port = port;
  }

  void make(PersonTokens tokens) {
    home = tenants.make(HOME);
    away = tenants.make(AWAY);
    Graph owner = graph(home.key());
    Things own = new Things(home.tenant().id(), owner, "own", stored);
    Things sibling = new Things(home.tenant().id(), owner, "sibling", stored);
    Things foreign = new Things(away.tenant().id(), graph(away.key()), "foreign", stored);
    callers = new Callers(home, owner, own.projectId(), tenants, people, tokens).all();
    Callers.awaitPeople(callers, port);
    for (Things one : List.of(sibling, own, foreign)) {
      one.keep(Things.OF_PROJECTS);
    }
    own.keep(Things.OF_TENANTS);
    foreign.keep(Things.OF_TENANTS);
    sibling.lasting().putAll(ofTenant(own));
    missing = Things.missing(own.lasting());
    things.putAll(Map.of(Place.OWN, own, Place.SIBLING, sibling, Place.FOREIGN, foreign));
  }

  private static Map<String, Object> ofTenant(Things own) {
    Map<String, Object> values = new LinkedHashMap<>(own.lasting());
    values.keySet().retainAll(Things.OF_TENANTS);
    return values;
  }

  private Graph graph(String bearer) {
    return new Graph("http://127.0.0.1:" + port, bearer);
  }

  List<Caller> callers() {
    return callers;
  }

  UUID ownProject() {
    return things.get(Place.OWN).projectId();
  }

  /** Calls of what stays in one document. */
  Map<Operation, Reply> ask(List<Operation> operations, Caller caller, Place place) {
    Map<String, Object> used = new LinkedHashMap<>();
    operations.forEach(operation -> used.putAll(used(operation, lasting(place))));
    Graph.Answer answer =
        graph(caller.bearer()).ask(Operation.document(operations), used, caller.headers());
    Map<Operation, Reply> replies = new HashMap<>();
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      replies.put(
          operation, Reply.of(answer, Operation.alias(i), shown(operation, place), used.values()));
    }
    return replies;
  }

  /** The same call for all places. */
  Matrix.Asker listing(Operation operation, Caller caller) {
    Graph.Answer answer =
        graph(caller.bearer()).ask(operation.document(), Map.of(), caller.headers());
    return (asked, who, place) -> Reply.of(answer, shown(operation, place), List.of());
  }

  private String shown(Operation operation, Place place) {
    return operation.shows() == null ? null : lasting(place).get(operation.shows()).toString();
  }

  /** A call of what stays. */
  Reply ask(Operation operation, Caller caller, Place place) {
    return ask(operation, caller, place, lasting(place));
  }

  /** A call of what is made for it. */
  Reply askOfFresh(Operation operation, Caller caller, Place place) {
    return ask(operation, caller, place, things.get(place).fresh(operation.variables()));
  }

  private Map<String, Object> lasting(Place place) {
    return place == Place.MISSING ? missing : things.get(place).lasting();
  }

  private Reply ask(Operation operation, Caller caller, Place place, Map<String, Object> values) {
    Map<String, Object> used = used(operation, values);
    Graph.Answer answer = graph(caller.bearer()).ask(operation.document(), used, caller.headers());
    return Reply.of(answer, shown(operation, place), used.values());
  }

  private static Map<String, Object> used(Operation operation, Map<String, Object> values) {
    Map<String, Object> used = new LinkedHashMap<>();
    for (String variable : operation.variables()) {
      used.put(variable, value(variable, values));
    }
    return used;
  }

  /** Links to bytes in each of the places. */
  List<DataLinks.Link> links() {
    return Stream.of(Place.OWN, Place.SIBLING, Place.FOREIGN)
        .flatMap(
            place -> {
              Graph owner = graph(place == Place.FOREIGN ? away.key() : home.key());
              Map<String, Object> values = lasting(place);
              Object run = values.get("finishedRun");
              return DataLinks.of(owner, place, run, values.get("version")).stream();
            })
        .toList();
  }

  /** Somebody who runs the installation, and is nobody's member. */
  Caller operator(PersonTokens tokens) {
    Rights rights = new Rights(Principal.Kind.PERSON, true, Set.of(), Set.of());
    return new Caller(
        "operator", rights, tokens.of(Ids.next(), "operator-of-all", "operator"), null);
  }

  /** Over a socket. */
  Reply follow(Subscriptions socket, Operation operation, Place place) {
    Map<String, Object> used = used(operation, lasting(place));
    return Reply.of(socket.first(operation, used), null, used.values());
  }

  /** How an endpoint is asked for something by its name. */
  @FunctionalInterface
  interface Gateway {
    Reply ask(Operation operation, Caller caller, String endpointName);
  }

  /** At the inference gateway. */
  Reply infer(Gateway gateway, Operation operation, Caller caller, Place place) {
    return gateway.ask(operation, caller, lasting(place).get("endpointName").toString());
  }

  /** The endpoints that stay, as a gateway serves them. */
  List<TestGateway.Served> served() {
    return things.values().stream().map(Things::served).toList();
  }

  Subscriptions socket(Caller caller) throws InterruptedException {
    return Subscriptions.of(caller, port);
  }

  static Object value(String variable, Map<String, Object> values) {
    return switch (variable) {
      case "name", "fresh" -> Things.newName();
      case "email" -> Things.newName() + "@people.example";
      default -> values.get(variable);
    };
  }

  /** What the caller is told that they may do, in a place and in the whole tenant. */
  Set<String> permissions(Caller caller, Place place) {
    String asked = place == null ? "" : "(projectId:\"" + lasting(place).get("project") + "\")";
    Set<String> names = new TreeSet<>();
    graph(caller.bearer())
        .ask("{viewer{permissions" + asked + "}}", Map.of(), caller.headers())
        .data()
        .at("/viewer/permissions")
        .forEach(name -> names.add(name.asText()));
    return names;
  }

  /** Somebody of both tenants, who names one of them. */
  Caller memberOfBoth(PersonTokens tokens) {
    DemoIdentities.Person both = new DemoIdentities.Person(Ids.next(), "both", "demo", null);
    people.join(home.tenant(), both, Grant.of(Role.ADMIN, null));
    people.join(away.tenant(), both, Grant.of(Role.ADMIN, null));
    Rights rights = new Rights(Principal.Kind.PERSON, Role.ADMIN.permissions(), Set.of());
    return new Caller(
        "member of both tenants", rights, tokens.of(both.id(), both.username()), HOME);
  }

  /** What each of the caller's tenants has, not only the one that they name. */
  String codeOfAllTenants(Caller caller, String fields) {
    return graph(caller.bearer())
        .ask("{viewer{tenants{" + fields + "}}}", Map.of(), caller.headers())
        .code()
        .orElse("none");
  }

  /** An operation without a credential. */
  Reply askAsNobody(Operation operation) {
    Map<String, Object> used = used(operation, lasting(Place.OWN));
    return Reply.of(graph(null).ask(operation.document(), used), null, used.values());
  }

  /** An operation of somebody who names a tenant that is not theirs. */
  Reply askAsStranger(Operation operation, Caller caller, String tenantSlug) {
    Map<String, Object> used = used(operation, lasting(Place.FOREIGN));
    Graph.Answer answer =
        graph(caller.bearer()).ask(operation.document(), used, "X-Keelson-Tenant", tenantSlug);
    return Reply.of(answer, null, used.values());
  }

  /** Of all rows of both tenants. */
  Map<String, String> digest() {
    Map<String, String> both = new LinkedHashMap<>();
    Stream.of(home, away)
        .forEach(
            made ->
                digest
                    .of(made.tenant().id())
                    .forEach((table, rows) -> both.put(made.tenant().slug() + " " + table, rows)));
    return both;
  }
}
