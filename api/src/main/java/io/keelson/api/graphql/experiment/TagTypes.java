package io.keelson.api.graphql.experiment;

import io.keelson.api.catalog.experiment.Tag;
import io.keelson.api.graphql.GraphTypes;
import java.util.List;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Input;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.NonNull;

/** What a run is given, and what people say of it, as the API shows and takes both. */
public final class TagTypes {
  private TagTypes() {}

  @Name("Tag")
  @Description("What people say of a thing, and may change.")
  public record TagType(
      @NonNull @Description("What it is about.") String key,
      @NonNull @Description("What is said.") String value) {
    static List<TagType> of(List<Tag> tags) {
      return tags.stream().map(tag -> new TagType(tag.key(), tag.value())).toList();
    }
  }

  @Name("Param")
  @Description("What a run was given; it never changes.")
  public record ParamType(
      @NonNull @Description("Which parameter it is.") String key,
      @NonNull @Description("What it was.") String value) {
    static List<ParamType> of(List<Tag> params) {
      return params.stream().map(param -> new ParamType(param.key(), param.value())).toList();
    }
  }

  @Input("TagInput")
  @Description("Something to say of a thing.")
  public record TagSpec(
      @NonNull @Description("What it is about: 1 to 250 letters, digits or _ . / : - and spaces.")
          String key,
      @NonNull @Description("What is said; up to 6,000 characters.") String value) {
    /**
     * @param field to name when one of them is null
     */
    public static List<Tag> tags(String field, List<TagSpec> specs) {
      return GraphTypes.items(field, specs).stream()
          .map(spec -> new Tag(spec.key(), spec.value()))
          .toList();
    }
  }

  @Input("ParamInput")
  @Description("What a run is given.")
  public record ParamSpec(
      @NonNull
          @Description("Which parameter it is: 1 to 250 letters, digits or _ . / : - and spaces.")
          String key,
      @NonNull @Description("What it is; up to 6,000 characters.") String value) {
    /**
     * @param field to name when one of them is null
     */
    public static List<Tag> params(String field, List<ParamSpec> specs) {
      return GraphTypes.items(field, specs).stream()
          .map(spec -> new Tag(spec.key(), spec.value()))
          .toList();
    }
  }
}
