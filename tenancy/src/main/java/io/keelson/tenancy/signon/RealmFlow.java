package io.keelson.tenancy.signon;

import java.util.List;
import java.util.Map;

/**
 * An authentication flow of the platform's own in the realm.
 *
 * @param steps in the order in which Keycloak lists them: what is in a flow of its own stands
 *     behind that one
 */
record RealmFlow(String name, String description, List<Step> steps) {
  /** What a user's attribute must be for the steps beside the condition to be taken. */
  private static final String CONDITION = "conditional-user-attribute";

  private static final String DENIAL = "deny-access-authenticator";

  /**
   * @param name of the authenticator, or of the flow within
   * @param level 1 in a flow within, else 0
   * @param description of the flow within; null for an authenticator
   * @param config empty for an authenticator that has none
   */
  record Step(
      String name, int level, String requirement, String description, Map<String, String> config) {
    boolean isFlow() {
      return description != null;
    }

    static Step required(String name, int level) {
      return new Step(name, level, "REQUIRED", null, Map.of());
    }
  }

  /**
   * The first sign-in makes a new account and never joins one that is there. No step links, and at
   * none the newcomer edits what their provider named.
   */
  static final RealmFlow FIRST_SIGN_IN =
      new RealmFlow(
          "keelson single sign-on",
          "Makes a new account; joins none that is there",
          List.of(
              Step.required("idp-create-user-if-unique", 0),
              within(
                  "keelson single sign-on membership", "Makes them a member of the organization"),
              Step.required("conditional-user-configured", 1),
              Step.required("idp-add-organization-member", 1)));

  /** After each sign-in: nobody gets in whose address their provider does not call verified. */
  static final RealmFlow EACH_SIGN_IN =
      new RealmFlow(
          "keelson single sign-on address",
          "Refuses an address that the provider does not call verified",
          List.of(
              within("keelson single sign-on unverified", "Refuses whose address is not verified"),
              condition(
                  Map.of(
                      "attribute_name",
                      RealmProviders.EMAIL_VERIFIED,
                      "attribute_expected_value",
                      "true",
                      "not",
                      "true")),
              Step.required(DENIAL, 1),
              Step.required("allow-access-authenticator", 0)));

  /**
   * A new password by mail, for accounts of the realm's own: those that a tenant's provider made
   * are known by their names, and have none, so that nobody gets past that provider. That is said
   * only to whoever reads the address's mails.
   */
  static final RealmFlow NEW_PASSWORD =
      new RealmFlow(
          "keelson new password",
          "Sends a link; accounts of single sign-on get no password",
          List.of(
              Step.required("reset-credentials-choose-user", 0),
              Step.required("reset-credential-email", 0),
              within("keelson new password refused", "Refuses accounts of single sign-on"),
              condition(
                  Map.of(
                      "attribute_name",
                      "username",
                      "attribute_expected_value",
                      ProviderAlias.USERNAMES,
                      "regex",
                      "true")),
              Step.required(DENIAL, 1),
              Step.required("reset-password", 0)));

  static final List<RealmFlow> ALL = List.of(FIRST_SIGN_IN, EACH_SIGN_IN, NEW_PASSWORD);

  private static Step within(String name, String description) {
    return new Step(name, 0, "CONDITIONAL", description, Map.of());
  }

  private static Step condition(Map<String, String> config) {
    return new Step(CONDITION, 1, "REQUIRED", null, config);
  }

  /** The flow that a step is in: this one, or the last one within that stands before it. */
  String flowOf(int step) {
    if (steps.get(step).level() == 0) {
      return name;
    }
    for (int i = step; i >= 0; i--) {
      if (steps.get(i).isFlow()) {
        return steps.get(i).name();
      }
    }
    throw new IllegalStateException("no flow is around step " + step + " of " + name);
  }
}
