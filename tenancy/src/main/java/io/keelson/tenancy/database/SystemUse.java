package io.keelson.tenancy.database;

/**
 * The reasons for which anything may look across tenants. The test SystemGrantsIT holds the columns
 * of each.
 */
public enum SystemUse {
  /** Which key is this? By the hash of its secret. */
  API_KEY_LOOKUP,
  /** Which tenants does this person belong to, and with which roles? */
  MEMBERSHIP_LOOKUP,
  /** Which invitation has this token; which wait for the owner of this e-mail address? */
  INVITATION_LOOKUP,
  /** Which mails are here for the owner of this e-mail address? */
  LOCAL_MAIL,
  /** Do the leases of these jobs live? By what their tokens and links name. */
  JOB_LOOKUP,
  /** Which of these sessions were signed out of? */
  ENDED_SESSIONS,
  /** Which tenant has this slug; which tenants are there; how many did this person found? */
  TENANT_DIRECTORY,
  /** Which queued job is next; which running job needs its supervisor? */
  JOB_QUEUE,
  /**
   * Which leases have lost their holder, which wait for the provider's word, which are due for
   * metering?
   */
  LEASE_WATCH,
  /** Which deliveries are due? */
  OUTBOX,
  /** Which revisions and replicas want what they have not; the routing table of the data plane. */
  SERVING_CONTROL,
  /** Which uploads have expired? */
  UPLOAD_EXPIRY,
  /** Which versions wait for their profile? */
  PROFILE_QUEUE,
  /** Of which collectors are rows due to be sealed? */
  COLLECTION_QUEUE,
  /** To which channels is something due to be delivered? */
  ALERT_LANES,
  /** Which rules of alerts are due to be looked at? */
  ALERT_WATCH,
  /** Which projects are being removed, and are to be looked at? */
  PROJECT_REMOVAL,
  /** Which policies are to be looked at, and which of their runs go on? */
  RETRAINING,
  /** How many bytes does each project store? */
  STORAGE_METERING,
  /** Which budgets are due to be held against the ledger? */
  BUDGET_WATCH,
  /**
   * Which identity providers of tenants is Keycloak to be told of; who is to be looked up at
   * theirs?
   */
  SIGN_ON,
  /** The months of the audit log: those ahead are made, those past retention dropped. */
  AUDIT_MONTHS,
  /** Which permits for sockets does this process hold, and which did dead ones leave? */
  SOCKET_SHARES
}
