package io.keelson.api.graphql.experiment;

import io.keelson.api.catalog.metric.LatestMetric;
import io.keelson.api.catalog.metric.LeadingMetric;
import io.keelson.api.catalog.metric.Series;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Measurements as the API shows and takes them. */
public final class MetricTypes {
  private MetricTypes() {}

  @Name("LatestMetric")
  @Description("The measurement of a key with the highest step and, among those, the latest time.")
  public record LatestMetricType(
      @NonNull @Description("What was measured.") String key,
      @Description("Null where it is not a finite number.") Double value,
      @NonNull @Description("Which step of the run it was measured at.") Long step,
      @NonNull @Description("When it was measured.") OffsetDateTime at,
      @Description("The smallest finite value that the run ever had for the key; null for none.")
          Double min,
      @Description("The largest finite value that the run ever had for the key; null for none.")
          Double max) {
    static LatestMetricType of(LatestMetric metric) {
      return new LatestMetricType(
          metric.key(), metric.value(), metric.step(), metric.at(), metric.min(), metric.max());
    }
  }

  @Name("LeadingMetric")
  @Description("The metric that says most of a run, and how it went.")
  public record LeadingMetricType(
      @NonNull @Description("The metric.") String key,
      @NonNull
          @Description(
              "Measurements spread evenly over all that were logged, in the order of their steps, the latest at the end; at most 24, null where one is not a finite number.")
          List<Double> values) {
    static LeadingMetricType of(LeadingMetric metric) {
      return new LeadingMetricType(metric.key(), metric.values());
    }
  }

  @Name("LoggedMetric")
  @Description("A measurement as a run logged it.")
  public record LoggedMetricType(
      @NonNull @Description("What was measured.") String key,
      @Description("Null where it is not a finite number.") Double value,
      @NonNull @Description("Which step of the run it was measured at.") Long step,
      @NonNull @Description("When it was measured.") OffsetDateTime at,
      @NonNull @Description("Its place in the order of the run's batches, for after.")
          String cursor) {}

  @Name("SeriesPoint")
  @Description("What one bucket of the axis holds.")
  public record SeriesPointType(
      @NonNull
          @Description(
              "The step of the last measurement in the bucket, or its time in seconds since 1970.")
          Double x,
      @Description("The smallest finite value; null for none.") Double min,
      @Description("The largest finite value; null for none.") Double max,
      @Description("The mean of the finite values; null for none.") Double mean,
      @Description("The last value in the bucket; null where it is not a finite number.")
          Double last) {}

  @Name("Series")
  @Description("A metric over its steps or over time, thinned out.")
  public record SeriesType(
      @NonNull @Description("The metric.") String key,
      @NonNull @Description("In the order of x; at most 2,000.")
          List<@NonNull SeriesPointType> points) {
    static SeriesType of(Series series) {
      return new SeriesType(
          series.key(),
          series.points().stream()
              .map(p -> new SeriesPointType(p.x(), p.min(), p.max(), p.mean(), p.last()))
              .toList());
    }
  }

  @Input("MetricInput")
  @Description("A measurement.")
  public record MetricSpec(
      @NonNull @Description("What was measured: 1 to 250 letters, digits or _ . / : - and spaces.")
          String key,
      @NonNull @Description("What was measured.") Double value,
      @Description("Which step of the run it was measured at; 0 when left out.") Long step,
      @Description("When it was measured; now when left out.") OffsetDateTime at) {}
}
