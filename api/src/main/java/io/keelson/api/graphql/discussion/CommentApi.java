package io.keelson.api.graphql.discussion;

import static io.keelson.api.graphql.GraphTypes.COMMENT;

import io.keelson.api.comment.Comment;
import io.keelson.api.comment.Comments;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.dataset.DatasetTypes.DatasetVersionType;
import io.keelson.api.graphql.discussion.DiscussionTypes.AddComment;
import io.keelson.api.graphql.discussion.DiscussionTypes.CommentType;
import io.keelson.api.graphql.discussion.DiscussionTypes.EditComment;
import io.keelson.api.graphql.endpoint.EndpointTypes.EndpointType;
import io.keelson.api.graphql.experiment.ExperimentTypes.RunType;
import io.keelson.api.graphql.job.JobTypes.JobType;
import io.keelson.api.graphql.model.ModelTypes.ModelVersionType;
import io.keelson.api.identity.CallContext;
import io.keelson.api.subject.Subject;
import io.keelson.api.subject.SubjectKind;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.failure.Invalid;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** What people say of things. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class CommentApi {
  private final CallContext call;
  private final Comments comments;

  CommentApi(CallContext call, Comments comments) {
    this.call = call;
    this.comments = comments;
  }

  @NonNull
  @Description(
      "What people say of it, oldest first; of more than these the newest, at most 100. Of at most 10 things in one operation.")
  public List<@NonNull List<@NonNull CommentType>> comments(@Source List<RunType> sources) {
    return of(SubjectKind.RUN, sources, source -> source.run().id());
  }

  @NonNull
  @Description(
      "What people say of it, oldest first; of more than these the newest, at most 100. Of at most 10 things in one operation.")
  @Name("comments")
  public List<@NonNull List<@NonNull CommentType>> datasetVersionComments(
      @Source List<DatasetVersionType> sources) {
    return of(SubjectKind.DATASET_VERSION, sources, source -> source.datasetVersion().id());
  }

  @NonNull
  @Description(
      "What people say of it, oldest first; of more than these the newest, at most 100. Of at most 10 things in one operation.")
  @Name("comments")
  public List<@NonNull List<@NonNull CommentType>> modelVersionComments(
      @Source List<ModelVersionType> sources) {
    return of(SubjectKind.MODEL_VERSION, sources, source -> source.modelVersion().id());
  }

  @NonNull
  @Description(
      "What people say of it, oldest first; of more than these the newest, at most 100. Of at most 10 things in one operation.")
  @Name("comments")
  public List<@NonNull List<@NonNull CommentType>> endpointComments(
      @Source List<EndpointType> sources) {
    return of(SubjectKind.ENDPOINT, sources, source -> source.endpoint().id());
  }

  @NonNull
  @Description(
      "What people say of it, oldest first; of more than these the newest, at most 100. Of at most 10 things in one operation.")
  @Name("comments")
  public List<@NonNull List<@NonNull CommentType>> jobComments(@Source List<JobType> sources) {
    return of(SubjectKind.JOB, sources, source -> source.job().id());
  }

  private <T> List<List<CommentType>> of(SubjectKind kind, List<T> sources, Function<T, UUID> id) {
    Map<UUID, List<Comment>> found =
        comments.bySubjects(call.principal(), kind, GraphTypes.distinct(sources, id));
    return sources.stream()
        .map(
            source ->
                found.getOrDefault(id.apply(source), List.of()).stream()
                    .map(CommentType::new)
                    .toList())
        .toList();
  }

  @Mutation
  @Requires(Permission.COMMENT_WRITE)
  @NonNull
  @Description(
      "Says something of a thing. Whom it mentions is told, and who has said something there before, as far as they may see the thing; mentions says who may not. An author has a share of the 1,000 that a thing takes, and so many a minute.")
  public CommentType addComment(@NonNull @Description("The comment.") AddComment input) {
    String type = GlobalId.typeOf("input.subjectId", input.subjectId());
    SubjectKind kind =
        SubjectKind.ofType(type)
            .orElseThrow(
                () ->
                    new Invalid(
                        "input.subjectId",
                        input.subjectId(),
                        "a run, data set version, model version, endpoint or job"));
    return new CommentType(
        comments.add(
            call.caller(),
            new Comments.AddComment(
                new Subject.Key(kind, GlobalId.decode("input.subjectId", type, input.subjectId())),
                input.text())));
  }

  @Mutation
  @Requires(Permission.COMMENT_WRITE)
  @NonNull
  @Description(
      "Says it otherwise; FORBIDDEN for anybody but who wrote it. Whom it mentions is told, unless they were told before.")
  public CommentType editComment(@NonNull @Description("The comment.") EditComment input) {
    return new CommentType(
        comments.edit(
            call.caller(),
            new Comments.EditComment(
                GlobalId.decode("input.id", COMMENT, input.id()),
                input.expectedVersion(),
                input.text())));
  }

  @Mutation
  @Requires(Permission.COMMENT_WRITE)
  @NonNull
  @Description(
      "Takes the text of a comment away: who wrote it may, and who holds PROJECT_WRITE there. That there was one is seen for 30 days.")
  public CommentType deleteComment(
      @Id @NonNull @Description("The comment.") String id,
      @NonNull @Description("The version of its record that is meant.") Integer expectedVersion) {
    return new CommentType(
        comments.delete(call.caller(), GlobalId.decode("id", COMMENT, id), expectedVersion));
  }
}
