package io.keelson.tenancy.embedded;

import io.keelson.tenancy.access.Role;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The people of the demo organisations. Their ids are fixed, so that the platform can make them
 * members before they first sign in: the id is what their tokens carry as {@code sub}.
 */
public final class DemoIdentities {

  /** Slug of the organisation that the demo walks through. */
  public static final String DEMO = "demo";

  /** Slug of the organisation that must see nothing of the other one. */
  public static final String OTHER = "other";

  /**
   * One person.
   *
   * @param organization slug of the organisation, for the operator the installation's name
   * @param role null for the operator, who is no member
   */
  public record Person(UUID id, String username, String organization, Role role) {

    public String email() {
      return username + "@" + domain(organization);
    }

    /** The word of the role, such as {@code Engineer}: these people have no names. */
    public String firstName() {
      String word = username.substring(username.indexOf('-') + 1);
      return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    public String lastName() {
      return Character.toUpperCase(organization.charAt(0)) + organization.substring(1);
    }
  }

  /** All of them, by organisation and role. */
  public static final List<Person> ALL =
      List.of(
          person("4d716f2b-ff27-5808-b31b-7f997146c9a6", "owner", "demo", Role.OWNER),
          person("b9fcc389-6564-5f4b-94e6-a6a3a137b95c", "admin", "demo", Role.ADMIN),
          person("4e1f23a0-e926-5ffd-ac44-4cefd7626f61", "engineer", "demo", Role.ENGINEER),
          person("31919452-43ef-5466-b039-545df478e72d", "reviewer", "demo", Role.ENGINEER),
          person("282a0eba-0e88-5514-98eb-f30edf211e25", "viewer", "demo", Role.VIEWER),
          person("fe745168-85ec-50eb-a882-833195dd655e", "billing", "demo", Role.BILLING),
          person("49c9e36a-6f3b-57bd-85aa-e74592df6d49", "other-owner", "other", Role.OWNER),
          person("79204ab8-c1b9-5a46-b3a9-68771c404cb4", "other-engineer", "other", Role.ENGINEER));

  /** Who runs the installation of the demo; of no organisation. */
  public static final Person OPERATOR =
      person("6b1c3d52-0f4e-5c0e-9a57-2d8f6f5d1e11", "operator", "keelson", null);

  private DemoIdentities() {}

  /** Of everybody who signs in with the demo's password, the operator last. */
  public static List<String> usernames() {
    return Stream.concat(ALL.stream(), Stream.of(OPERATOR)).map(Person::username).toList();
  }

  /**
   * The person of this name.
   *
   * @throws IllegalArgumentException when nobody has this name
   */
  public static Person named(String username) {
    return ALL.stream()
        .filter(person -> person.username().equals(username))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no demo person is called " + username));
  }

  static String domain(String organization) {
    return organization + ".keelson.example";
  }

  private static Person person(String id, String username, String organization, Role role) {
    return new Person(UUID.fromString(id), username, organization, role);
  }
}
