package io.keelson.api.comment;

import io.keelson.api.catalog.project.CatalogReads;
import io.keelson.api.catalog.project.ProjectAccess;
import io.keelson.api.inbox.Inbox;
import io.keelson.api.inbox.InboxReason;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.api.subject.Subjects;
import io.keelson.tenancy.access.Caller;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.access.Principal;
import io.keelson.tenancy.database.Ids;
import io.keelson.tenancy.database.Transaction;
import io.keelson.tenancy.failure.Conflict;
import io.keelson.tenancy.failure.Forbidden;
import io.keelson.tenancy.failure.Input;
import io.keelson.tenancy.failure.Invalid;
import io.keelson.tenancy.failure.NotFound;
import io.keelson.tenancy.failure.RateLimited;
import io.keelson.tenancy.mutation.Changed;
import io.keelson.tenancy.mutation.Mutations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What people say of runs, versions, endpoints and jobs. */
@ApplicationScoped
public class Comments {
  /** Of one thing, without those that are deleted; more are refused, and of each author earlier. */
  public static final int MAX_OF_ONE = 1_000;

  /** Whose comments are read at once. */
  public static final int MAX_THINGS = 10;

  /** Of one thing that are shown with it, the newest. */
  public static final int MAX_SHOWN = 100;

  private static final Set<SubjectKind> COMMENTED =
      EnumSet.of(
          SubjectKind.RUN,
          SubjectKind.DATASET_VERSION,
          SubjectKind.MODEL_VERSION,
          SubjectKind.ENDPOINT,
          SubjectKind.JOB);
  private static final String WHAT = "comment";
  private static final String TEXT = "input.text";

  private final Mutations mutations;
  private final ProjectAccess access;
  private final CatalogReads reads;
  private final Subjects subjects;
  private final Mentions mentions;
  private final Inbox inbox;
  private final InstantSource clock;

  Comments(
      Mutations mutations,
      ProjectAccess access,
      CatalogReads reads,
      Subjects subjects,
      Mentions mentions,
      Inbox inbox,
      InstantSource clock) {
    this.mutations = mutations;
    this.access = access;
    this.reads = reads;
    this.subjects = subjects;
    this.mentions = mentions;
    this.inbox = inbox;
    this.clock = clock;
  }

  /**
   * @param text CommonMark of 1 to 4,000 characters; a link to {@code member:ID} mentions that
   *     member, up to 20 of them
   */
  public record AddComment(Subject.Key subject, String text) {}

  /**
   * @param text as in {@link AddComment}
   */
  public record EditComment(UUID id, int expectedVersion, String text) {}

  /**
   * Says something, and tells whoever it mentions or answers, as far as they may know of the thing.
   *
   * @throws Invalid naming the field
   * @throws NotFound when there is no such thing that the caller may know of
   * @throws Forbidden without COMMENT_WRITE in its project
   * @throws Conflict when 1,000 are there that are not deleted, or as many of the author as may be
   * @throws RateLimited when the author has written as many in the last minute as they may
   */
  public Comment add(Caller caller, AddComment input) {
    Principal author = caller.principal();
    if (!COMMENTED.contains(input.subject().kind())) {
      throw new Invalid(
          "input.subjectId", null, "a run, data set version, model version, endpoint or job");
    }
    Set<UUID> named = named(input.text());
    Subject subject = subjects.require(author, input.subject());
    access.require(
        author, Permission.COMMENT_WRITE, subject.projectId(), subject.key().kind().type());
    List<Comment.Mention> mentioned = mentions.of(TEXT, author, subject, named);
    UUID id = Ids.next();
    UUID added =
        mutations.run(
            caller,
            "addComment",
            input,
            tx -> {
              CommentShares.require(tx, author, subject.key(), now());
              CommentWrites.insert(tx, author, id, subject, input.text(), mentioned, now());
              Set<UUID> self = CommentNotices.self(author);
              Map<UUID, Inbox.Notice> told =
                  CommentNotices.mentioned(author, subject, mentioned, self);
              CommentWrites.participants(tx, subject.key(), id).stream()
                  .filter(person -> !self.contains(person))
                  .forEach(
                      person ->
                          told.putIfAbsent(
                              person, CommentNotices.notice(author, subject, InboxReason.REPLY)));
              inbox.tell(tx, told);
              return changed(id, subject.key(), subject.projectId());
            });
    return byId(author, added);
  }

  /** With what it is about, by which the activity of the project tells of it. */
  private static Changed changed(UUID id, Subject.Key subject, UUID projectId) {
    return subject.changed(WHAT, id, projectId, Map.of());
  }

  private static Set<UUID> named(String text) {
    Input.present(TEXT, text);
    Input.text(TEXT, text, CommentText.MAX_CHARACTERS);
    return CommentText.mentioned(TEXT, text);
  }

  /**
   * Says it otherwise; whoever is mentioned and was not told of it before is told.
   *
   * @throws Invalid naming the field
   * @throws NotFound when there is none that the caller may know of
   * @throws NotTheAuthor for anybody but who wrote it
   * @throws Forbidden without COMMENT_WRITE
   * @throws Conflict when it has another version, or is deleted
   */
  public Comment edit(Caller caller, EditComment input) {
    Principal author = caller.principal();
    Input.present("input.id", input.id());
    Set<UUID> named = named(input.text());
    Comment before = byId(author, input.id());
    Subject subject = subjects.require(author, before.subject());
    List<Comment.Mention> mentioned = mentions.of(TEXT, author, subject, named);
    mutations.run(
        caller,
        "editComment",
        input,
        tx -> {
          Comment comment = lock(tx, author, input.id(), input.expectedVersion());
          if (!isAuthor(author, comment)) {
            throw new NotTheAuthor();
          }
          CommentWrites.edit(tx, comment.id(), input.text(), mentioned, now());
          Set<UUID> leftOut = CommentNotices.self(author);
          comment.mentions().stream()
              .filter(Comment.Mention::sees)
              .forEach(told -> leftOut.add(told.personId()));
          inbox.tell(tx, CommentNotices.mentioned(author, subject, mentioned, leftOut));
          return changed(comment.id(), comment.subject(), comment.projectId());
        });
    return byId(author, input.id());
  }

  /**
   * Takes its text away; that somebody said something there stays to be seen for a while, of the
   * latest 1,000 that were deleted.
   *
   * @throws NotFound when there is none that the caller may know of
   * @throws Forbidden for whoever neither wrote it nor holds PROJECT_WRITE there, and without
   *     COMMENT_WRITE
   * @throws Conflict when it has another version, or is deleted
   */
  public Comment delete(Caller caller, UUID id, int expectedVersion) {
    record Wanted(UUID id, int expectedVersion) {}
    Input.present("id", id);
    Principal principal = caller.principal();
    UUID deleted =
        mutations.run(
            caller,
            "deleteComment",
            new Wanted(id, expectedVersion),
            tx -> {
              Comment comment = lock(tx, principal, id, expectedVersion);
              if (!isAuthor(principal, comment)
                  && !principal.may(Permission.PROJECT_WRITE, comment.projectId())) {
                throw new Forbidden(Permission.PROJECT_WRITE.name());
              }
              CommentWrites.delete(tx, comment, now());
              return changed(id, comment.subject(), comment.projectId());
            });
    return byId(principal, deleted);
  }

  private Comment lock(Transaction tx, Principal principal, UUID id, int expectedVersion) {
    Comment comment =
        tx.one(CommentRows.SELECT + "AND c.id = $2 FOR NO KEY UPDATE", tx.tenantId(), id)
            .map(CommentRows::comment)
            .orElseThrow(() -> new NotFound(WHAT));
    if (!principal.may(comment.subject().kind().reads(), comment.projectId())) {
      throw new NotFound(WHAT);
    }
    access.require(principal, Permission.COMMENT_WRITE, comment.projectId(), WHAT);
    if (comment.version() != expectedVersion) {
      throw new Conflict("comment has changed since version " + expectedVersion);
    }
    if (comment.deletedAt() != null) {
      throw new Conflict("comment is deleted");
    }
    return comment;
  }

  /** Also under another key of the same person. */
  private static boolean isAuthor(Principal principal, Comment comment) {
    return principal.id().equals(comment.createdBy().id())
        || (principal.kind() == Principal.Kind.PERSON
            && principal.id().equals(comment.authorPersonId()));
  }

  private Comment byId(Principal principal, UUID id) {
    Comment comment =
        reads.one(principal, WHAT, CommentRows::comment, CommentRows.SELECT + "AND c.id = $2", id);
    if (!principal.may(comment.subject().kind().reads(), comment.projectId())) {
      throw new NotFound(WHAT);
    }
    return comment;
  }

  /**
   * @throws NotFound when there is none that the caller may know of
   */
  public Comment get(Principal principal, UUID id) {
    return byId(principal, id);
  }

  /**
   * The newest 100 of each of these things, oldest first, as far as the caller may know of them; at
   * most {@value #MAX_THINGS} things.
   */
  public Map<UUID, List<Comment>> bySubjects(
      Principal principal, SubjectKind kind, Collection<UUID> ids) {
    if (ids.size() > MAX_THINGS) {
      throw new Invalid(
          "comments", ids.size(), "of at most %d things at once".formatted(MAX_THINGS));
    }
    return reads.grouped(
        principal,
        "subject_id",
        CommentRows::comment,
        """
        SELECT newest.*
        FROM unnest($2::uuid[]) AS s (id)
        CROSS JOIN LATERAL (
          %s AND c.subject_kind = $3 AND c.subject_id = s.id AND ($4::uuid[] IS NULL OR c.project_id = ANY ($4))
          ORDER BY c.id DESC
          LIMIT $5
        ) AS newest
        ORDER BY newest.id
        """
            .formatted(CommentRows.SELECT),
        ids.toArray(UUID[]::new),
        kind.name(),
        access.visibleIfAny(principal, kind.reads()),
        MAX_SHOWN);
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
