package io.keelson.api.graphql.experiment;

import static io.keelson.api.graphql.GraphTypes.PROJECT;

import io.keelson.api.catalog.experiment.RunLists.StatusCounts;
import io.keelson.api.catalog.experiment.RunStatus;
import io.keelson.api.catalog.experiment.filter.RunCondition;
import io.keelson.api.catalog.experiment.filter.RunCondition.MetricNumber;
import io.keelson.api.catalog.experiment.filter.RunCondition.MetricValue;
import io.keelson.api.catalog.experiment.filter.RunCondition.NumberOperator;
import io.keelson.api.catalog.experiment.filter.RunCondition.ParamNumber;
import io.keelson.api.catalog.experiment.filter.RunCondition.ParamText;
import io.keelson.api.catalog.experiment.filter.RunCondition.TagText;
import io.keelson.api.catalog.experiment.filter.RunCondition.TagThere;
import io.keelson.api.catalog.experiment.filter.RunCondition.TextOperator;
import io.keelson.api.catalog.experiment.filter.RunFilter;
import io.keelson.api.graphql.ActorIds;
import io.keelson.api.graphql.GraphTypes;
import io.keelson.tenancy.database.GlobalId;
import io.keelson.tenancy.failure.Invalid;
import io.smallrye.graphql.api.Nullable;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** Which runs of a list are meant, as the API takes it, and how many there are. */
public final class RunFilterTypes {
  private RunFilterTypes() {}

  @Input("RunFilterInput")
  @Description(
      "Which runs of a list are meant: those for which all of it holds. At most 10 conditions; each item of tags, params and metrics is one, and so is each other part but archived.")
  public record RunFilterSpec(
      @Id @Nullable @Description("Their projects, 1 to 20; all when left out.")
          List<@NonNull String> projectIds,
      @Description("A part of the name, whatever the case: 1 to 200 characters.") String name,
      @Id @Nullable @Description("Who began them, by Actor.id: 1 to 20; anybody when left out.")
          List<@NonNull String> creatorIds,
      @Description("When they began to run at the earliest.") OffsetDateTime startedFrom,
      @Description("When they began to run, before this.") OffsetDateTime startedTo,
      @Description(
              "Whether those are meant that were archived, and no others; left out, those that were not.")
          Boolean archived,
      @Description("What was said of them; at most 10.") List<TagCondition> tags,
      @Description("What they were given; at most 10.") List<ParamCondition> params,
      @Description("What they measured; at most 10.") List<MetricCondition> metrics) {
    static RunFilter filter(RunFilterSpec spec) {
      return spec == null ? RunFilter.NONE : spec.filter();
    }

    private RunFilter filter() {
      List<RunCondition> conditions = new ArrayList<>();
      each(conditions, "filter.tags", tags, TagCondition::condition);
      each(conditions, "filter.params", params, ParamCondition::condition);
      each(conditions, "filter.metrics", metrics, MetricCondition::condition);
      return new RunFilter(
          ids("filter.projectIds", projectIds, (at, id) -> GlobalId.decode(at, PROJECT, id)),
          name,
          ids("filter.creatorIds", creatorIds, ActorIds::decode),
          startedFrom,
          startedTo,
          Boolean.TRUE.equals(archived),
          conditions);
    }

    private static Set<UUID> ids(
        String field, List<String> ids, BiFunction<String, String, UUID> decode) {
      if (ids == null) {
        return null;
      }
      Set<UUID> decoded = new LinkedHashSet<>();
      GraphTypes.items(field, ids).forEach(id -> decoded.add(decode.apply(field, id)));
      return decoded;
    }

    private static <T> void each(
        List<RunCondition> conditions,
        String field,
        List<T> specs,
        BiFunction<T, String, RunCondition> condition) {
      List<T> items = GraphTypes.items(field, specs);
      for (int i = 0; i < items.size(); i++) {
        conditions.add(condition.apply(items.get(i), field + "[" + i + "]"));
      }
    }
  }

  @Input("TagConditionInput")
  @Description("What is said of a run by a tag. One without the tag is not meant.")
  public record TagCondition(
      @NonNull @Description("The tag: 1 to 250 letters, digits or _ . / : - and spaces.")
          String key,
      @Description("How it is held against the text; EQUAL when left out.") TextOperator operator,
      @Description("Up to 500 characters; left out where the tag alone is asked for.")
          String text) {
    private RunCondition condition(String field) {
      if (text == null && operator != null) {
        throw new Invalid(field + ".text", null, "the text that " + operator + " is of");
      }
      return text == null
          ? new TagThere(field, key)
          : new TagText(field, key, operator == null ? TextOperator.EQUAL : operator, text);
    }
  }

  @Input("ParamConditionInput")
  @Description(
      "What a run was given, as text or as a number. One without the parameter is not meant, nor one whose parameter is no number where that is asked for.")
  public record ParamCondition(
      @NonNull @Description("The parameter: 1 to 250 letters, digits or _ . / : - and spaces.")
          String key,
      @Description("How it is held against the text, which is given then.")
          TextOperator textOperator,
      @Description("Up to 500 characters.") String text,
      @Description("How it is held against the number, which is given then.")
          NumberOperator numberOperator,
      @Description("A finite number.") Double number) {
    private RunCondition condition(String field) {
      boolean isText = text != null && number == null && numberOperator == null;
      boolean isNumber = number != null && text == null && textOperator == null;
      if (isText) {
        return new ParamText(
            field, key, textOperator == null ? TextOperator.EQUAL : textOperator, text);
      }
      if (isNumber) {
        return new ParamNumber(
            field, key, numberOperator == null ? NumberOperator.EQUAL : numberOperator, number);
      }
      throw new Invalid(field, key, "a text with its operator or a number with its own");
    }
  }

  @Input("MetricConditionInput")
  @Description("What a run measured. One without the metric is not meant.")
  public record MetricCondition(
      @NonNull @Description("The metric: 1 to 250 letters, digits or _ . / : - and spaces.")
          String key,
      @Description("Which of its values counts; LATEST when left out.") MetricValue value,
      @NonNull @Description("How it is held against the number.") NumberOperator operator,
      @NonNull @Description("A finite number; no value that is none is meant.") Double number) {
    private RunCondition condition(String field) {
      return new MetricNumber(
          field, key, value == null ? MetricValue.LATEST : value, operator, number);
    }
  }

  @Name("RunStatusCounts")
  @Description(
      "How many runs of a list there are of each state, of those that its filter means, whatever states the list is of.")
  public record RunStatusCountsType(
      @NonNull @Description("Of each state that there are any of; at most 5.")
          List<@NonNull RunStatusCountType> counts,
      @NonNull
          @Description(
              "Whether the whole list was looked at; else the newest 10,000 of its runs were, and there may be more of each.")
          Boolean complete) {
    static RunStatusCountsType of(StatusCounts counts) {
      return new RunStatusCountsType(
          counts.counts().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(entry -> new RunStatusCountType(entry.getKey(), entry.getValue()))
              .toList(),
          counts.isComplete());
    }
  }

  @Name("RunStatusCount")
  @Description("How many runs there are of a state.")
  public record RunStatusCountType(
      @NonNull @Description("The state.") RunStatus status,
      @NonNull @Description("How many.") Long runs) {}
}
