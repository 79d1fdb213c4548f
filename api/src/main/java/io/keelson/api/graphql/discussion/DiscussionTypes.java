package io.keelson.api.graphql.discussion;

import io.keelson.api.activity.Activity;
import io.keelson.api.comment.Comment;
import io.keelson.api.comment.CommentHtml;
import io.keelson.api.graphql.ActorType;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.page.Page;
import io.keelson.api.graphql.page.PageInfo;
import io.keelson.api.inbox.InboxMark;
import io.keelson.api.inbox.InboxReason;
import io.keelson.api.inbox.InboxThread;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Comments, inboxes and activity as the API shows them. */
public final class DiscussionTypes {
  private DiscussionTypes() {}

  @Name("Subject")
  @Description("A thing that people talk about and are told of.")
  public record SubjectType(@Ignore Subject subject) {
    @Id
    @NonNull
    @Description("The thing: node answers it.")
    public String getId() {
      return GraphTypes.id(subject.key().kind().type(), subject.key().id());
    }

    @NonNull
    @Description("What kind of thing it is.")
    public SubjectKind getKind() {
      return subject.key().kind();
    }

    @NonNull
    @Description("What it is called now, with its number where it has one.")
    public String getLabel() {
      return subject.label();
    }

    @Id
    @NonNull
    @Description("The project that it is in.")
    public String getProjectId() {
      return GraphTypes.id(GraphTypes.PROJECT, subject.projectId());
    }
  }

  @Name("Comment")
  @Description(
      "What somebody said of a run, a data set version, a model version, an endpoint or a job.")
  public record CommentType(@Ignore Comment comment) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it.")
    public String getId() {
      return GraphTypes.id(GraphTypes.COMMENT, comment.id());
    }

    @Id
    @NonNull
    @Description("What it is about: node answers it.")
    public String getSubjectId() {
      return GraphTypes.id(comment.subject().kind().type(), comment.subject().id());
    }

    @NonNull
    @Description("CommonMark as it was written; empty once it is deleted.")
    public String getText() {
      return comment.text();
    }

    @NonNull
    @Description(
        "The text as HTML that is safe to show as it stands: no script, style, form or picture, and only links to https, http and mailto.")
    public String getHtml() {
      return CommentHtml.of(comment);
    }

    @NonNull
    @Description("Whom it names, at most 20.")
    public List<@NonNull MentionType> getMentions() {
      return comment.mentions().stream().map(MentionType::of).toList();
    }

    @NonNull
    @Description("Who said it.")
    public ActorType getCreatedBy() {
      return ActorType.of(comment.createdBy());
    }

    @NonNull
    @Description("When.")
    public OffsetDateTime getCreatedAt() {
      return comment.createdAt();
    }

    @Description("When it was last changed; null for never.")
    public OffsetDateTime getEditedAt() {
      return comment.editedAt();
    }

    @Description("When it was deleted; null while it is there.")
    public OffsetDateTime getDeletedAt() {
      return comment.deletedAt();
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return comment.version();
    }
  }

  @Name("Mention")
  @Description("Somebody who is named in a comment.")
  public record MentionType(
      @Id @NonNull @Description("The member.") String memberId,
      @NonNull @Description("Their name when the comment was written.") String name,
      @NonNull
          @Description(
              "Whether they could see what it is about then, and so were told; false says that they have no access.")
          Boolean sees) {
    static MentionType of(Comment.Mention mention) {
      return new MentionType(
          GraphTypes.id(GraphTypes.MEMBER, mention.memberId()), mention.name(), mention.sees());
    }
  }

  @Description("Something to say.")
  public record AddComment(
      @Id @NonNull @Description("A run, a data set version, a model version, an endpoint or a job.")
          String subjectId,
      @NonNull
          @Description(
              "CommonMark, 1 to 4,000 characters. A link to member:ID mentions the member of that id; at most 20.")
          String text) {}

  @Description("How something is to be said instead.")
  public record EditComment(
      @Id @NonNull @Description("The comment.") String id,
      @NonNull @Description("The version of its record that is meant.") Integer expectedVersion,
      @NonNull @Description("CommonMark, as when it was added.") String text) {}

  @Name("InboxThread")
  @Description("What a person is told of one thing: the latest of it.")
  public record InboxThreadType(@Ignore InboxThread thread) implements Node {
    @Override
    @Id
    @NonNull
    @Description("What it is known by everywhere; node answers it to its person.")
    public String getId() {
      return GraphTypes.id(GraphTypes.INBOX_THREAD, thread.id());
    }

    @NonNull
    @Description("What it is about.")
    public SubjectType getSubject() {
      return new SubjectType(thread.subject());
    }

    @NonNull
    @Description("Why the person is told.")
    public InboxReason getReason() {
      return thread.reason();
    }

    @NonNull
    @Description("What happened, at most 500 characters.")
    public String getText() {
      return thread.text();
    }

    @NonNull
    @Description("Whose doing it was.")
    public ActorType getBy() {
      return ActorType.of(thread.by());
    }

    @NonNull
    @Description("When.")
    public OffsetDateTime getAt() {
      return thread.at();
    }

    @NonNull
    @Description("Whether the person has not read it.")
    public Boolean getUnread() {
      return thread.isUnread();
    }

    @NonNull
    @Description("Left out of the inbox until something new happens.")
    public Boolean getDone() {
      return thread.isDone();
    }

    @NonNull
    @Description("Nothing new is told of it.")
    public Boolean getMuted() {
      return thread.isMuted();
    }

    @NonNull
    @Description("Rises with each change, and with each event that is told.")
    public Integer getVersion() {
      return thread.version();
    }
  }

  @Name("InboxThreadEdge")
  @Description("A thread in a list.")
  public record InboxThreadEdge(
      @NonNull @Description("The thread.") InboxThreadType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("InboxThreadConnection")
  @Description("A page of an inbox.")
  public record InboxThreadConnection(
      @NonNull @Description("The threads with their cursors.") List<@NonNull InboxThreadEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static InboxThreadConnection of(Page<InboxThread> page) {
      return new InboxThreadConnection(
          page.edges((thread, cursor) -> new InboxThreadEdge(new InboxThreadType(thread), cursor)),
          page.info());
    }
  }

  @Description("What is to be made of threads.")
  public record MarkInboxThreads(
      @NonNull @Description("Which, 1 to 100.") List<@NonNull MarkedThread> threads,
      @NonNull @Description("What they become.") InboxMark as) {}

  @Description("A thread to mark.")
  public record MarkedThread(
      @Id @NonNull @Description("The thread.") String id,
      @NonNull @Description("The version of its record that is meant.") Integer expectedVersion) {}

  @Name("Activity")
  @Description("Something that was done to a thing of a project.")
  public record ActivityType(@Ignore Activity activity) {
    @NonNull
    @Description("When.")
    public OffsetDateTime getAt() {
      return activity.at();
    }

    @NonNull
    @Description("Who did it.")
    public ActorType getActor() {
      return ActorType.of(activity.actor());
    }

    @NonNull
    @Description("What was done, as the API's operation is called, such as createDataset.")
    public String getAction() {
      return activity.action();
    }

    @NonNull
    @Description("What it was done to.")
    public SubjectType getSubject() {
      return new SubjectType(activity.subject());
    }
  }

  @Name("ActivityEdge")
  @Description("Something that was done, in a list.")
  public record ActivityEdge(
      @NonNull @Description("What was done.") ActivityType node,
      @NonNull @Description("Its place in the list.") String cursor) {}

  @Name("ActivityConnection")
  @Description("A page of what was done.")
  public record ActivityConnection(
      @NonNull @Description("What was done, with cursors.") List<@NonNull ActivityEdge> edges,
      @NonNull @Description("Where the page stands in the list.") PageInfo pageInfo) {
    static ActivityConnection of(Page<Activity> page) {
      return new ActivityConnection(
          page.edges((activity, cursor) -> new ActivityEdge(new ActivityType(activity), cursor)),
          page.info());
    }
  }
}
