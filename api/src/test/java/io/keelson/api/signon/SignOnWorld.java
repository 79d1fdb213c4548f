package io.keelson.api.signon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keelson.api.testing.Graph;
import io.keelson.api.testing.KnownRecords;
import io.keelson.api.testing.LoginPages;
import io.keelson.api.testing.TestPeople;
import io.keelson.api.testing.TestTenants;
import io.keelson.tenancy.access.Role;
import io.keelson.tenancy.database.TenantDatabase;
import io.keelson.tenancy.embedded.ServerAddresses;
import io.keelson.tenancy.tenant.Tenant;
import io.keelson.tenancy.testing.TestServers;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Tenants with providers of their own, which are realms of the same Keycloak, and the walk through
 * its pages.
 */
abstract class SignOnWorld {
  static final String CONSOLE = "http://127.0.0.1:7080/session/login";

  private static final String VERIFIER = "v".repeat(43);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static final String TENANTS = "{viewer{tenants{slug}}}";

  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject TestTenants tenants;

  @Inject TestPeople people;

  @Inject TenantDatabase database;

  @Inject KnownRecords records;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final ServerAddresses servers = TestServers.shared().keycloak();

  private final HttpClient http = HttpClient.newHttpClient();

  /** A tenant with a provider of its own. */
  record Customer(String slug, UUID tenantId, Tenant tenant, Graph owner, CustomerRealm realm) {
    String alias() {
      return "tenant-" + tenantId;
    }
  }

  Customer customer(String slug, String role) throws Exception {
    var made = tenants.make(slug);
    Graph owner = graph(made.key());
    CustomerRealm realm = new CustomerRealm("realm-of-" + slug);
    realm.removeHere(slug + ".example");
    JsonNode provider =
        owner
            .ask(
                "mutation($i:SetSignOnProviderInput!){setSignOnProvider(input:$i){redirectUri}}",
                Map.of(
                    "i",
                    Map.of(
                        "issuer",
                        realm.issuer(),
                        "clientId",
                        CustomerRealm.CLIENT,
                        "clientSecret",
                        CustomerRealm.SECRET,
                        "role",
                        role)))
            .data()
            .get("setSignOnProvider");
    realm.knows(provider.path("redirectUri").asText());
    return new Customer(slug, made.tenant().id(), made.tenant(), owner, realm);
  }

  JsonNode named(Customer customer, String domain) {
    return customer
        .owner()
        .ask(
            "mutation($d:String!){addSignOnDomain(input:{domain:$d}){id version recordName"
                + " recordValue verifiedAt}}",
            Map.of("d", domain))
        .data()
        .get("addSignOnDomain");
  }

  Graph.Answer verified(Customer customer, JsonNode domain) {
    return customer
        .owner()
        .ask(
            "mutation($i:ID!,$v:Int!){verifySignOnDomain(id:$i,expectedVersion:$v){verifiedAt}}",
            Map.of("i", domain.path("id").asText(), "v", domain.path("version").asInt()));
  }

  void verify(Customer customer, String domain) {
    JsonNode named = named(customer, domain);
    records.show(named.path("recordName").asText(), named.path("recordValue").asText());
    assertThat(verified(customer, named).data().at("/verifySignOnDomain/verifiedAt").isNull())
        .isFalse();
    awaitInEffect(customer);
  }

  void awaitInEffect(Customer customer) {
    JsonNode[] last = {null};
    await(
        () -> {
          last[0] = provider(customer);
          return last[0].path("inEffect").asBoolean();
        },
        () -> "in effect: " + last[0]);
  }

  static Map<String, Object> with(Map<String, Object> input, String name, Object value) {
    Map<String, Object> all = new HashMap<>(input);
    all.put(name, value);
    return all;
  }

  static JsonNode provider(Customer customer) {
    return customer
        .owner()
        .ask("{tenant{signOnProvider{inEffect problem}}}")
        .data()
        .at("/tenant/signOnProvider");
  }

  String members(Customer customer) {
    return customer
        .owner()
        .ask("{tenant{members(first:100){edges{node{person{email}}}}}}")
        .data()
        .toString();
  }

  String audited(Customer customer) {
    return customer
        .owner()
        .ask(
            "{auditLog(period:{from:\"2026-01-01T00:00:00Z\",to:\"2027-12-31T00:00:00Z\"},first:100){edges{node{action}}}}")
        .body()
        .toString();
  }

  static String slugs(Graph graph) {
    return asked(graph, TENANTS).data().at("/viewer/tenants").toString();
  }

  /**
   * Asks again while the platform says that it cannot look now. The first question of a session
   * waits two seconds for Keycloak, and where that was in vain nobody asks again for five.
   */
  static Graph.Answer asked(Graph graph, String query, String... headers) {
    Graph.Answer[] last = {null};
    await(
        () -> {
          last[0] = graph.ask(query, Map.of(), headers);
          return !last[0].code().equals(Optional.of("UNAVAILABLE"));
        },
        () -> last[0].body().toString());
    return last[0];
  }

  /**
   * Walks the pages as a browser does, in a browser of its own.
   *
   * @param hinted straight to the provider, past the page that asks for the address
   * @return the access token; empty for who does not get in
   */
  Optional<String> signOn(Customer customer, String username, String email, boolean hinted)
      throws Exception {
    return signOn(browser(), customer, username, email, hinted);
  }

  static LoginPages browser() {
    return new LoginPages("http://127.0.0.1:7080/");
  }

  /** {@link #signOn} in a browser that may have been elsewhere before. */
  Optional<String> signOn(
      LoginPages pages, Customer customer, String username, String email, boolean hinted)
      throws Exception {
    LoginPages.Page page = pages.open(authorization(customer, hinted));
    for (int form = 0; form < 4 && !page.url().startsWith(CONSOLE); form++) {
      boolean atCustomer = page.url().contains("/realms/realm-of-");
      if (atCustomer && page.hasField("password")) {
        page = pages.submit(page, Map.of("username", username, "password", CustomerRealm.PASSWORD));
      } else if (!atCustomer && page.hasField("username") && !page.hasField("password")) {
        page = pages.submit(page, Map.of("username", email));
      } else if (!atCustomer && page.hasField("email")) {
        // Keycloak wants an address of the provider's domain; the hostile one types one.
        page =
            pages.submit(
                page,
                Map.of(
                    "email",
                    username + "@" + customer.slug() + ".example",
                    "firstName",
                    "Some",
                    "lastName",
                    "Body"));
      } else {
        break;
      }
    }
    if (!page.url().startsWith(CONSOLE)) {
      return Optional.empty();
    }
    return code(page.url()).map(this::exchanged);
  }

  void remove(Customer customer, String emailPrefix) {
    for (JsonNode edge :
        customer
            .owner()
            .ask("{tenant{members(first:100){edges{node{id version person{email}}}}}}")
            .data()
            .at("/tenant/members/edges")) {
      if (edge.at("/node/person/email").asText().startsWith(emailPrefix)) {
        customer
            .owner()
            .ask(
                "mutation($i:ID!,$v:Int!){removeMember(id:$i,expectedVersion:$v){id}}",
                Map.of("i", edge.at("/node/id").asText(), "v", edge.at("/node/version").asInt()))
            .data();
      }
    }
  }

  /** Past all rules, as another right of theirs in the whole tenant. */
  void grant(Customer customer, String personId, Role role) {
    change(
        customer,
        "INSERT INTO tenancy.role_grant (tenant_id, id, member_id, role) SELECT tenant_id,"
            + " gen_random_uuid(), id, '%s' FROM tenancy.member WHERE tenant_id = $1 AND person_id = '%s'"
                .formatted(role, personId));
  }

  /** Past all rules, with the tenant as the statement's first parameter. */
  void change(Customer customer, String sql) {
    people.inThread(
        () -> database.transact(customer.tenantId(), tx -> tx.update(sql, tx.tenantId())));
  }

  /** The {@code found} of the only row. */
  int one(Customer customer, String sql) {
    return people.inThread(
        () ->
            database.transact(
                customer.tenantId(),
                tx -> tx.one(sql, tx.tenantId()).orElseThrow().getInteger("found")));
  }

  /** The id of the account that a token is of. */
  static String personId(String token) throws Exception {
    return claim(token, "sub");
  }

  static String claim(String token, String name) throws Exception {
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    return JSON.readTree(claims).path(name).asText();
  }

  private static String challenge() throws Exception {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            MessageDigest.getInstance("SHA-256")
                .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
  }

  String authorization(Customer customer, boolean hinted) throws Exception {
    return servers.issuer()
        + "/protocol/openid-connect/auth?"
        + form(
            Map.of(
                "client_id", "keelson-console",
                "response_type", "code",
                "scope", "openid",
                "redirect_uri", CONSOLE,
                "code_challenge", challenge(),
                "code_challenge_method", "S256"))
        + (hinted ? "&kc_idp_hint=" + customer.alias() : "");
  }

  static Optional<String> code(String url) {
    for (String parameter : URI.create(url).getRawQuery().split("&")) {
      if (parameter.startsWith("code=")) {
        return Optional.of(URLDecoder.decode(parameter.substring(5), StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  String exchanged(String code) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(servers.issuer() + "/protocol/openid-connect/token"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  BodyPublishers.ofString(
                      form(
                          Map.of(
                              "grant_type",
                              "authorization_code",
                              "client_id",
                              "keelson-console",
                              "client_secret",
                              servers.consoleSecret(),
                              "redirect_uri",
                              CONSOLE,
                              "code_verifier",
                              VERIFIER,
                              "code",
                              code))))
              .build();
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      String token = JSON.readTree(body).path("access_token").asText();
      assertThat(token).as(body).isNotEmpty();
      return token;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  void awaitLoss(Customer customer) {
    await(() -> audited(customer).contains("losePerson"), () -> audited(customer));
  }

  Graph graph(String bearer) {
    return new Graph("http://127.0.0.1:" + port, bearer);
  }

  static void await(BooleanSupplier condition, java.util.function.Supplier<String> last) {
    Instant until = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as(last.get()).isBefore(until);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }
}
