package io.keelson.api.graphql.dataset;

import static io.keelson.api.graphql.GraphTypes.PROJECT;

import io.keelson.api.graphql.Guarded;
import io.keelson.api.graphql.Requires;
import io.keelson.api.graphql.TraceContext;
import io.keelson.api.graphql.dataset.PreviewTypes.PreviewTransform;
import io.keelson.api.graphql.dataset.PreviewTypes.TransformPreviewType;
import io.keelson.api.graphql.job.JobTypes.JobType;
import io.keelson.api.graphql.job.JobsBehind;
import io.keelson.api.identity.CallContext;
import io.keelson.api.transform.TransformPreviews;
import io.keelson.tenancy.access.Permission;
import io.keelson.tenancy.database.GlobalId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.NonNull;
import org.eclipse.microprofile.graphql.Source;

/** Statements tried on the first rows of what they read. */
@GraphQLApi
@Guarded
@ApplicationScoped
@RunOnVirtualThread
public class PreviewApi {
  private final CallContext call;
  private final TransformPreviews previews;
  private final JobsBehind jobs;

  PreviewApi(CallContext call, TransformPreviews previews, JobsBehind jobs) {
    this.call = call;
    this.previews = previews;
    this.jobs = jobs;
  }

  @Description("The job that runs it; null without JOB_READ in its project.")
  public List<JobType> job(@Source List<TransformPreviewType> sources) {
    return jobs.of(call.principal(), sources, source -> source.preview().jobId());
  }

  @Mutation
  @Requires(Permission.JOB_SUBMIT)
  @NonNull
  @Description(
      "Tries a statement on the first 10,000 rows of each table that it reads, by a job of a minute at most, which is billed as any. Needs DATASET_READ of what it reads. An organisation has so many under way at once; one more is QUOTA_EXCEEDED.")
  public TransformPreviewType previewTransform(
      @NonNull @Description("The statement.") PreviewTransform input) {
    return new TransformPreviewType(
        previews.start(
            call.caller(),
            new TransformPreviews.NewPreview(
                GlobalId.decode("input.projectId", PROJECT, input.projectId()),
                input.sql(),
                TransformApi.sources(input.inputs())),
            TraceContext.traceparent()));
  }
}
