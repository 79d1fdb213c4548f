package io.keelson.api.graphql.permission;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.keelson.api.graphql.permission.FrontDoorRoutes.Door;
import io.keelson.api.identity.GatewayBearers;
import io.keelson.api.testing.PersonTokens;
import io.keelson.api.testing.PlatformServers;
import io.keelson.api.testing.TestGateway;
import io.keelson.serving.dataplane.Credentials;
import io.keelson.serving.dataplane.DataPlaneRoutes;
import io.keelson.tenancy.access.AccessDirectory;
import io.keelson.tenancy.access.Permission;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the schema, tried by every role and by each permission alone, on a thing of
 * the caller's own project, of another project and of another tenant, and on nothing. The profile
 * heavy tries all callers; other runs try three for each operation, others for each: one who is let
 * through, one who is let through in some places only, and one who is refused everywhere. A new
 * operation needs a row in {@link Queries}, {@link Mutations}, {@link Subscriptions}, {@link
 * Fields} or {@link References}.
 */
@QuarkusTest
@QuarkusTestResource(PlatformServers.class)
class PermissionMatrixIT {
  private static final Logger LOG = Logger.getLogger(PermissionMatrixIT.class);
  private static final int CLIENTS = 4;

  /** Whether every caller tries every operation. */
  private static final boolean WHOLE = System.getProperty("keelson.test.left.out", "").isEmpty();

  @Inject SchemaFields fields;
  @Inject World world;
  @Inject FrontDoorRoutes doors;
  @Inject AccessDirectory directory;
  @Inject GatewayBearers bearers;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @ConfigProperty(name = "keelson.gateway.port")
  int gatewayPort;

  private final Matrix matrix = new Matrix();
  private final Map<Operation, Set<Caller>> tried = new ConcurrentHashMap<>();

  @Test
  void everyOperationAnswersEveryCallerAsItsRowSays() throws Exception {
    List<Operation> rows =
        Stream.of(
                Queries.rows(),
                Mutations.rows(),
                Fields.rows(),
                References.rows(),
                Subscriptions.rows())
            .flatMap(List::stream)
            .toList();
    matrix.compareNames(fields.all(), names(rows));
    matrix.compareNames(
        doors.routes(), FrontDoorRoutes.rows().stream().map(Door::route).collect(toSet()));
    matrix.compareNames(DataPlaneRoutes.rest(), names(GatewayRoutes.rows()));
    matrix.compareNames(DataPlaneRoutes.grpc(), names(GatewayMethods.rows()));
    try (PersonTokens tokens = PersonTokens.open();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      world.make(tokens);
      timed(
          "reads",
          () -> read(clients, Stream.of(Queries.rows(), Fields.rows(), References.rows())));
      timed("subscriptions", () -> follow(clients, Subscriptions.rows()));
      try (TestGateway gateway =
          new TestGateway(new Credentials(directory, bearers), gatewayPort, world.served())) {
        GatewayRoutes routes = new GatewayRoutes(gatewayPort);
        timed("routes of the gateway", () -> infer(clients, GatewayRoutes.rows(), routes::ask));
        try (GatewayMethods methods = new GatewayMethods(gatewayPort)) {
          timed(
              "methods of the gateway", () -> infer(clients, GatewayMethods.rows(), methods::ask));
        }
      }
      timed("routes of the front door", () -> knock(FrontDoorRoutes.rows()));
      DataLinks links = new DataLinks(port);
      timed("links to bytes", () -> links.compare(matrix, world.links(), world.callers()));
      Caller operator = world.operator(tokens);
      timed("nobody and strangers", () -> stand(clients, rows, operator));
      timed("what callers are told they may do", this::tell);
      timed("members of two tenants", () -> tellApart(world.memberOfBoth(tokens)));
      timed("refusals", () -> refuse(clients, Mutations.rows()));
      timed("changes", () -> change(clients, Mutations.rows()));
      timed("operators", () -> operate(rows, operator));
      matrix.compareSuccesses(rows);
      LOG.info(matrix.report());
    }
    assertThat(matrix.wrong()).as(matrix.report()).isEmpty();
  }

  private static Set<String> names(List<Operation> rows) {
    return rows.stream().map(Operation::field).collect(toSet());
  }

  private void read(ExecutorService clients, Stream<List<Operation>> rows) throws Exception {
    List<Operation> all = rows.flatMap(List::stream).toList();
    List<Operation> together = all.stream().filter(Operation::canBeAskedWithOthers).toList();
    List<Operation> alone = all.stream().filter(row -> !row.canBeAskedWithOthers()).toList();
    List<Callable<Void>> calls = new ArrayList<>();
    for (Caller caller : world.callers()) {
      calls.add(
          () -> {
            List<Operation> tried = together.stream().filter(row -> tries(caller, row)).toList();
            Map<Place, Map<Operation, Reply>> replies = new EnumMap<>(Place.class);
            for (Place place : Place.values()) {
              replies.put(place, world.ask(tried, caller, place));
            }
            for (Operation row : tried) {
              matrix.tryIn(
                  row.places(), row, caller, (it, who, place) -> replies.get(place).get(it));
            }
            return null;
          });
      for (Operation row : alone) {
        if (!tries(caller, row)) {
          continue;
        }
        calls.add(
            () -> {
              Matrix.Asker asker = row.isListing() ? world.listing(row, caller) : world::ask;
              matrix.tryIn(row.places(), row, caller, asker);
              return null;
            });
      }
    }
    run(clients, calls);
  }

  private void follow(ExecutorService clients, List<Operation> rows) throws Exception {
    List<Callable<Void>> calls = new ArrayList<>();
    for (Caller caller : world.callers()) {
      calls.add(
          () -> {
            try (Subscriptions socket = world.socket(caller)) {
              for (Operation row : rows.stream().filter(row -> tries(caller, row)).toList()) {
                matrix.tryIn(
                    row.places(), row, caller, (it, who, place) -> world.follow(socket, it, place));
              }
            }
            return null;
          });
    }
    run(clients, calls);
  }

  private void infer(ExecutorService clients, List<Operation> rows, World.Gateway gateway)
      throws Exception {
    List<Callable<Void>> calls = new ArrayList<>();
    for (Operation row : rows) {
      for (Caller caller : triers(row)) {
        calls.add(
            () -> {
              matrix.tryIn(
                  row.places(),
                  row,
                  caller,
                  (it, who, place) -> world.infer(gateway, it, who, place));
              return null;
            });
      }
      Caller nobody = new Caller("nobody", null, null, null);
      matrix.compare(
          row.name(),
          "nobody",
          row.places() == Place.NOWHERE ? Outcome.LET_THROUGH : Outcome.UNAUTHENTICATED,
          world.infer(gateway, row, nobody, Place.OWN).outcome());
    }
    run(clients, calls);
  }

  private void knock(List<Door> rows) {
    for (Door door : rows) {
      String row = door.method() + " " + door.route();
      matrix.compare(row, "nobody", door.expected(null), doors.ask(port, door, null));
      for (Caller caller : world.callers()) {
        matrix.compare(row, caller.name(), door.expected(caller), doors.ask(port, door, caller));
      }
    }
  }

  /**
   * Without a credential nothing is answered, and in a tenant that is not theirs nobody is known:
   * operators neither, who belong to none.
   */
  private void stand(ExecutorService clients, List<Operation> rows, Caller operator)
      throws Exception {
    List<Callable<Void>> calls = new ArrayList<>();
    Caller stranger = world.callers().getFirst();
    for (Operation row : rows) {
      if (row.field().startsWith("Subscription.")) {
        continue;
      }
      calls.add(
          () -> {
            matrix.compare(
                row.name(), "nobody", Outcome.UNAUTHENTICATED, world.askAsNobody(row).outcome());
            if (!row.namesNoTenant()) {
              Reply missing = world.askAsStranger(row, stranger, "no-such-tenant");
              matrix.compare(row.name(), "stranger", Outcome.NOT_FOUND, missing.outcome());
              matrix.compare(
                  row.name(), "stranger", missing, world.askAsStranger(row, stranger, World.AWAY));
              Reply unknown = world.askAsStranger(row, operator, World.HOME);
              matrix.compare(row.name(), operator.name(), missing, unknown);
            }
            return null;
          });
    }
    run(clients, calls);
  }

  /** After all others: it stops both tenants for a while. */
  private void operate(List<Operation> rows, Caller operator) {
    rows.stream()
        .filter(row -> row.rule().expected(operator.rights(), Place.OWN) == Outcome.LET_THROUGH)
        .filter(
            row ->
                row.rule().expected(world.callers().getFirst().rights(), Place.OWN)
                    == Outcome.FORBIDDEN)
        .filter(row -> !Operation.NEVER.equals(row.stopsAt()))
        .forEach(row -> matrix.tryIn(row.places(), row, operator, world::ask));
  }

  private void tell() {
    for (Caller caller : world.callers()) {
      for (Place place : new Place[] {null, Place.OWN, Place.SIBLING, Place.FOREIGN}) {
        Set<String> held = new TreeSet<>();
        for (Permission permission : Permission.values()) {
          boolean may =
              place == null
                  ? caller.rights().mayInTenant(permission)
                  : caller.rights().may(permission, place);
          if (may) {
            held.add(permission.name());
          }
        }
        matrix.compare(
            "permissions in " + place, caller.name(), held, world.permissions(caller, place));
      }
    }
  }

  /** What a tenant has is shown of the one that the caller names, and not as another one's. */
  private void tellApart(Caller both) {
    for (String field : List.of("members", "teams", "serviceAccounts", "invitations")) {
      String fields = field + "{edges{node{id}}}";
      matrix.compare(
          "Tenant." + field, both.name(), "VALIDATION", world.codeOfAllTenants(both, fields));
    }
    matrix.compare(
        "Tenant.roles", both.name(), "VALIDATION", world.codeOfAllTenants(both, "roles{id}"));
  }

  /** What is refused changes nothing, whoever asks. */
  private void refuse(ExecutorService clients, List<Operation> rows) throws Exception {
    Map<String, String> before = TenantDigest.atRest(world::digest);
    List<Callable<Void>> calls = new ArrayList<>();
    for (Operation row : rows) {
      for (Caller caller : triers(row)) {
        calls.add(
            () -> {
              matrix.tryIn(refused(row, caller), row, caller, world::ask);
              return null;
            });
      }
    }
    run(clients, calls);
    Set<String> changed = TenantDigest.changed(before, world.digest());
    if (!changed.isEmpty()) {
      matrix.compare("refused mutations", "all callers", Set.of(), changed);
      rows.forEach(this::reportWhoChanged);
    }
  }

  private List<Caller> triers(Operation row) {
    return world.callers().stream().filter(caller -> tries(caller, row)).toList();
  }

  private boolean tries(Caller caller, Operation row) {
    return WHOLE || tried.computeIfAbsent(row, this::chosen).contains(caller);
  }

  /** Of those who are refused equally often, a different one for each row. */
  private Set<Caller> chosen(Operation row) {
    NavigableMap<Integer, List<Caller>> byRefusals =
        world.callers().stream()
            .collect(groupingBy(caller -> refused(row, caller).size(), TreeMap::new, toList()));
    List<Caller> inPart =
        byRefusals
            .subMap(byRefusals.firstKey(), false, row.places().size(), false)
            .values()
            .stream()
            .flatMap(List::stream)
            .toList();
    return Stream.of(byRefusals.firstEntry().getValue(), inPart, byRefusals.lastEntry().getValue())
        .filter(callers -> !callers.isEmpty())
        .map(callers -> callers.get(Math.floorMod(row.name().hashCode(), callers.size())))
        .collect(toSet());
  }

  private static List<Place> refused(Operation row, Caller caller) {
    return row.places().stream()
        .filter(place -> row.rule().expected(caller.rights(), place) != Outcome.LET_THROUGH)
        .toList();
  }

  /** One row after the other, and the callers of those alone that changed something. */
  private void reportWhoChanged(Operation row) {
    Map<String, String> beforeRow = world.digest();
    for (Caller caller : world.callers()) {
      refused(row, caller).forEach(place -> world.ask(row, caller, place));
    }
    if (TenantDigest.changed(beforeRow, world.digest()).isEmpty()) {
      return;
    }
    for (Caller caller : world.callers()) {
      for (Place place : refused(row, caller)) {
        Map<String, String> before = world.digest();
        world.ask(row, caller, place);
        Set<String> changed = TenantDigest.changed(before, world.digest());
        if (!changed.isEmpty()) {
          matrix.report(row, caller, place, "was refused, and yet changed " + changed);
        }
      }
    }
  }

  private void change(ExecutorService clients, List<Operation> rows) throws Exception {
    List<Callable<Void>> calls = new ArrayList<>();
    for (Operation row : rows) {
      for (Caller caller : triers(row)) {
        List<Place> allowed = new ArrayList<>(row.places());
        allowed.removeAll(refused(row, caller));
        for (Place place : allowed) {
          calls.add(
              () -> {
                matrix.tryIn(List.of(place), row, caller, world::askOfFresh);
                return null;
              });
        }
      }
    }
    run(clients, calls);
  }

  private static void run(ExecutorService clients, List<Callable<Void>> calls) throws Exception {
    for (Future<Void> call : clients.invokeAll(calls)) {
      call.get();
    }
  }

  /** A part of the matrix. */
  @FunctionalInterface
  private interface Part {
    void run() throws Exception;
  }

  private void timed(String name, Part part) throws Exception {
    long began = System.nanoTime();
    int before = matrix.cells();
    part.run();
    LOG.infof(
        "%s: %d cells in %.1f s", name, matrix.cells() - before, (System.nanoTime() - began) / 1e9);
  }
}
