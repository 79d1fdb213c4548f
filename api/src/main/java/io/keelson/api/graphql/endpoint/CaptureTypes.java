package io.keelson.api.graphql.endpoint;

import io.keelson.api.catalog.dataset.Dataset;
import io.keelson.serving.watch.capture.Capture;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Ignore;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** What is kept of an endpoint's requests, as the API shows it. */
public final class CaptureTypes {
  private CaptureTypes() {}

  @Name("Capture")
  @Description(
      "Keeps answered requests of an endpoint as rows of a data set, where they stay for the time that retention says. Requests wait for nothing: what cannot be kept is dropped and counted.")
  public record CaptureType(@Ignore Capture capture, @Ignore Duration keptFor) {
    /**
     * @param into the data set, or null where the caller may not see it
     */
    static CaptureType of(Capture capture, Dataset into) {
      Integer days = into == null ? null : into.collectedDays();
      return new CaptureType(capture, days == null ? null : Duration.ofDays(days));
    }

    @Description(
        "For how long a version's files stay, from the last of its rows; then they go, with its profile and the rows that its checks kept, and some days later their bytes. The version stays with its digest and what read it, and so does what was made of it. Null where it was set before there was a retention, all stays then, and without DATASET_READ in its project.")
    public Duration getRetention() {
      return keptFor;
    }

    @NonNull
    @Description(
        "Of the inferences, 0 to 1, by a hash of their id: the caller's, or one that the answer's header keelson-inference-id tells.")
    public Double getShare() {
      return capture.share();
    }

    @NonNull
    @Description("Names of inputs and outputs whose values are not kept; at most 100.")
    public List<@NonNull String> getRedact() {
      return capture.redact();
    }

    @NonNull
    @Description("Inferences that are, or will be, rows of the data set.")
    public Long getKept() {
      return capture.kept();
    }

    @NonNull
    @Description(
        "Of these, those with a tensor above 16 KiB, more than 40 KiB in all, or a message above 256 KiB: of such a tensor the shape and a digest are kept, of such a message its size.")
    public Long getShortened() {
      return capture.shortened();
    }

    @NonNull
    @Description("Inferences of the share that are not kept.")
    public CaptureDroppedType getDropped() {
      return new CaptureDroppedType(capture.dropped());
    }

    @NonNull
    @Description("Rises with each change.")
    public Integer getVersion() {
      return capture.version();
    }
  }

  @Name("CaptureDropped")
  @Description("Inferences that were to be kept, and are not.")
  public record CaptureDroppedType(@Ignore Capture.Dropped dropped) {
    @NonNull
    @Description("All of them.")
    public Long getTotal() {
      return dropped.all();
    }

    @NonNull
    @Description("Too many waited in the gateway: the database was slow or away.")
    public Long getNoRoom() {
      return dropped.noRoom();
    }

    @NonNull
    @Description(
        "The collector was deleted, too much waited to be sealed, or the organisation stores as much as it may.")
    public Long getRefused() {
      return dropped.refused();
    }

    @NonNull
    @Description(
        "The messages were none of the protocol, or the id had control characters or more than 256.")
    public Long getUnreadable() {
      return dropped.unreadable();
    }
  }

  @Description("What shall be kept of an endpoint's requests.")
  public record SetCapture(
      @Id @NonNull @Description("The endpoint.") String endpointId,
      @Description(
              "The version of its capture; left out where it has none yet. CONFLICT otherwise.")
          Integer expectedVersion,
      @NonNull @Description("Of the inferences, 0 to 1; 0 keeps none.") Double share,
      @Description(
              "Names of inputs and outputs whose values are not kept, at most 100; none when left out.")
          List<String> redact,
      @Description(
              "For how long a version's files stay, from the last of its rows, also of versions that are there: whole days, P1D to P3650D. When left out it stays as it is, and is P90D where nothing was kept before.")
          Duration retention) {}
}
