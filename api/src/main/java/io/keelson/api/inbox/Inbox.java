package io.keelson.api.inbox;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.Subjects;
import io.keelson.api.subject.VisiblePage;
import io.keelson.tenancy.access.Actor;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What people are told, one thread for each thing. A thread is shown while its thing is there and
 * the person may know of it; keys and accounts have no inbox.
 */
@ApplicationScoped
public class Inbox {
  /** Of which one mutation marks. */
  public static final int MAX_MARKED = 100;

  /**
   * Threads of things that the person may not know of any more are passed over, this many for one
   * page.
   */
  private static final int MAX_READ = 1_000;

  private static final String WHAT = "inboxthread";

  private final Mutations mutations;
  private final CatalogReads reads;
  private final Subjects subjects;
  private final InstantSource clock;

  Inbox(Mutations mutations, CatalogReads reads, Subjects subjects, InstantSource clock) {
    this.mutations = mutations;
    this.reads = reads;
    this.subjects = subjects;
    this.clock = clock;
  }

  /**
   * Something to tell.
   *
   * @param text one sentence; what is over 500 characters is cut
   * @param by whose doing it was
   */
  public record Notice(
      Subject.Key subject, UUID projectId, InboxReason reason, String text, Actor by) {}

  /**
   * Tells people, in the transaction that made it true; not those who have muted the thread. Rows
   * are written in the order of the people, so that two who tell the same ones wait for each other.
   */
  public void tell(Transaction tx, Map<UUID, Notice> notices) {
    OffsetDateTime now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    new TreeMap<>(notices).forEach((person, notice) -> InboxRows.tell(tx, person, notice, now));
  }

  /**
   * Which threads are meant.
   *
   * @param unreadOnly leaves out what the person has read
   * @param done those that are done, instead of those that are not
   * @param mutedOnly leaves out what is not muted
   * @param reasons null or none for all
   * @param projectId of what they are about; null for all
   */
  public record Filter(
      boolean unreadOnly,
      boolean done,
      boolean mutedOnly,
      Set<InboxReason> reasons,
      UUID projectId) {
    public Filter {
      reasons = reasons == null ? Set.of() : Set.copyOf(reasons);
    }

    /** All that is to do. */
    public static Filter toDo(boolean unreadOnly) {
      return new Filter(unreadOnly, false, false, Set.of(), null);
    }

    /** Tells lists of one person apart. */
    public String key() {
      return "%b%b%b%s%s"
          .formatted(unreadOnly, done, mutedOnly, String.join("+", names()), projectId);
    }

    private String[] names() {
      return reasons.stream().map(InboxReason::name).sorted().toArray(String[]::new);
    }
  }

  /**
   * A person's threads, newest first.
   *
   * @param limit 1 to 101
   * @param beforePlace of the last one of the page before, or null
   */
  public VisiblePage<InboxThread> page(
      Principal principal, Filter filter, int limit, UUID beforePlace) {
    if (principal.kind() != Principal.Kind.PERSON) {
      return new VisiblePage<>(List.of(), null);
    }
    return new VisiblePage.Source<InboxThread, InboxThread>(
            MAX_MARKED,
            MAX_READ,
            before -> told(principal, filter, before),
            InboxThread::place,
            told -> visible(principal, told))
        .read(limit, beforePlace);
  }

  /** Threads whose things have not been looked at: these have no label. */
  private List<InboxThread> told(Principal principal, Filter filter, UUID before) {
    return reads.list(
        principal,
        InboxRows::thread,
        InboxRows.page(filter.done()),
        principal.id(),
        !filter.unreadOnly(),
        !filter.mutedOnly(),
        filter.names(),
        filter.projectId(),
        before,
        MAX_MARKED);
  }

  private List<InboxThread> visible(Principal principal, List<InboxThread> told) {
    Map<Subject.Key, Subject> seen =
        subjects.visible(principal, told.stream().map(one -> one.subject().key()).toList());
    return told.stream()
        .filter(thread -> seen.containsKey(thread.subject().key()))
        .map(thread -> thread.of(seen.get(thread.subject().key())))
        .toList();
  }

  /** How many threads are unread: at most 100 are counted. */
  public int unread(Principal principal) {
    return page(principal, Filter.toDo(true), MAX_MARKED, null).items().size();
  }

  /**
   * What is to be made of which threads.
   *
   * @param threads with the version that is meant of each, 1 to 100
   */
  public record MarkThreads(List<Marked> threads, InboxMark as) {}

  /** A thread to mark. */
  public record Marked(UUID id, int expectedVersion) {}

  /**
   * Marks all of them, or none.
   *
   * @throws Invalid naming the field
   * @throws NotFound when one of them is not the caller's
   * @throws Conflict when one has another version: something new has been told
   */
  public List<InboxThread> mark(Caller caller, MarkThreads input) {
    Principal principal = caller.principal();
    Input.present("input.as", input.as());
    Input.size("input.threads", input.threads(), 1, MAX_MARKED);
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < input.threads().size(); i++) {
      if (!ids.add(input.threads().get(i).id())) {
        throw new Invalid("input.threads[%d].id".formatted(i), null, "each thread once");
      }
    }
    if (principal.kind() != Principal.Kind.PERSON) {
      throw new NotFound(WHAT);
    }
    mutations.run(
        caller,
        "markInboxThreads",
        input,
        tx -> {
          for (Marked marked :
              input.threads().stream()
                  .sorted((one, other) -> one.id().compareTo(other.id()))
                  .toList()) {
            mark(tx, principal, marked, input.as());
          }
          UUID first = input.threads().getFirst().id();
          return new Changed(WHAT, first, null, Map.of(), false);
        });
    return ofIds(principal, ids);
  }

  private static void mark(Transaction tx, Principal principal, Marked marked, InboxMark as) {
    int version =
        tx.one(
                """
                SELECT version FROM catalog.inbox_thread
                WHERE tenant_id = $1 AND person_id = $2 AND id = $3
                FOR NO KEY UPDATE
                """,
                tx.tenantId(),
                principal.id(),
                marked.id())
            .orElseThrow(() -> new NotFound(WHAT))
            .getInteger("version");
    if (version != marked.expectedVersion()) {
      throw new Conflict("something new has been told since version " + marked.expectedVersion());
    }
    tx.update(
        "UPDATE catalog.inbox_thread SET "
            + as.change()
            + ", version = version + 1 WHERE tenant_id = $1 AND id = $2",
        tx.tenantId(),
        marked.id());
  }

  /** As they are now, as far as their things may be seen. */
  private List<InboxThread> ofIds(Principal principal, Set<UUID> ids) {
    return visible(
        principal,
        reads.list(
            principal,
            InboxRows::thread,
            InboxRows.SELECT + "AND i.id = ANY ($3) ORDER BY i.place DESC",
            principal.id(),
            ids.toArray(UUID[]::new)));
  }

  /**
   * @throws NotFound when there is none, it is somebody else's, or its thing may not be seen
   */
  public InboxThread get(Principal principal, UUID id) {
    if (principal.kind() != Principal.Kind.PERSON) {
      throw new NotFound(WHAT);
    }
    return ofIds(principal, Set.of(id)).stream().findFirst().orElseThrow(() -> new NotFound(WHAT));
  }
}
