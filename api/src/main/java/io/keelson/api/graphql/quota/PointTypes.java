package io.keelson.api.graphql.quota;

import io.keelson.api.graphql.ActorType;
import io.keelson.tenancy.pointuse.PointReport;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Where points went, as the API shows it. */
public final class PointTypes {
  private PointTypes() {}

  @Name("PointUse")
  @Description("Where an organisation's points of cost went.")
  public record PointUseType(
      @NonNull @Description("All of them in the period.") Long points,
      @NonNull @Description("How many operations took them.") Long calls,
      @NonNull
          @Description(
              "By the names that callers give their operations: what took most, at most 10.")
          List<@NonNull OperationPointsType> operations,
      @NonNull @Description("By caller: who took most, at most 10.")
          List<@NonNull CallerPointsType> callers,
      @NonNull
          @Description(
              "The last 60 minutes, the oldest first; at most 60, those without any are left out.")
          List<@NonNull PointMomentType> lastHour,
      @NonNull
          @Description(
              "The last 24 hours by ten minutes, the oldest first; at most 145, those without any are left out.")
          List<@NonNull PointMomentType> lastDay) {
    static PointUseType of(PointReport report) {
      return new PointUseType(
          report.spent().points(),
          report.spent().calls(),
          report.operations().stream().map(OperationPointsType::of).toList(),
          report.callers().stream().map(CallerPointsType::of).toList(),
          report.lastHour().stream().map(PointMomentType::of).toList(),
          report.lastDay().stream().map(PointMomentType::of).toList());
    }
  }

  @Name("OperationPoints")
  @Description("What operations of one name took.")
  public record OperationPointsType(
      @Description("Its first 80 characters; null for operations without a name.") String name,
      @NonNull @Description("Points of cost.") Long points,
      @NonNull @Description("How many operations.") Long calls) {
    static OperationPointsType of(PointReport.OfOperation taken) {
      return new OperationPointsType(taken.name(), taken.spent().points(), taken.spent().calls());
    }
  }

  @Name("CallerPoints")
  @Description("What one caller took.")
  public record CallerPointsType(
      @NonNull @Description("Who called.") ActorType actor,
      @NonNull @Description("Points of cost.") Long points,
      @NonNull @Description("How many operations.") Long calls,
      @NonNull @Description("When last.") OffsetDateTime lastAt) {
    static CallerPointsType of(PointReport.OfCaller taken) {
      return new CallerPointsType(
          ActorType.of(taken.actor()),
          taken.spent().points(),
          taken.spent().calls(),
          taken.lastAt());
    }
  }

  @Name("KeyPoints")
  @Description("What one API key took.")
  public record KeyPointsType(
      @NonNull @Description("Points of cost.") Long points,
      @NonNull @Description("How many operations.") Long calls,
      @NonNull @Description("Its part of what all callers took, from 0 to 1.") Double share) {
    static final KeyPointsType NONE = new KeyPointsType(0L, 0L, 0.0);

    static KeyPointsType of(PointReport.Spent spent, PointReport.Spent all) {
      double share = all.points() == 0 ? 0 : (double) spent.points() / all.points();
      return new KeyPointsType(spent.points(), spent.calls(), share);
    }
  }

  @Name("PointMoment")
  @Description("A minute of points, or the one of several that took most.")
  public record PointMomentType(
      @NonNull @Description("When it begins.") OffsetDateTime at,
      @NonNull @Description("Points of cost in a minute.") Long points,
      @NonNull @Description("How many operations were refused for want of points, in all of it.")
          Long refused) {
    static PointMomentType of(PointReport.Moment moment) {
      return new PointMomentType(moment.at(), moment.points(), moment.refused());
    }
  }
}
