package io.keelson.api.graphql.schema;

import static graphql.util.TreeTransformerUtil.deleteNode;

import graphql.language.AstPrinter;
import graphql.language.AstTransformer;
import graphql.language.Directive;
import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.Node;
import graphql.language.NodeVisitorStub;
import graphql.language.StringValue;
import graphql.parser.Parser;
import graphql.schema.diff.DiffEvent;
import graphql.schema.diff.SchemaDiff;
import graphql.schema.diff.SchemaDiffSet;
import graphql.schema.diff.reporting.CapturingReporter;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a released schema a newer one breaks. Whatever was deprecated in the release is no part
 * of it any more from the date on that its reason names.
 */
final class SchemaCompatibility {
  private static final Pattern DATE = Pattern.compile("\\b20\\d\\d-[01]\\d-[0-3]\\d\\b");

  private final LocalDate today;

  SchemaCompatibility(LocalDate today) {
    this.today = today;
  }

  /** A sentence for each break; none when all that was right for the release is right still. */
  List<String> breaks(String released, String present) {
    CapturingReporter reporter = new CapturingReporter();
    new SchemaDiff()
        .diffSchema(SchemaDiffSet.diffSetFromSdl(withoutWhatIsOver(released), present), reporter);
    return reporter.getBreakages().stream().map(DiffEvent::getReasonMsg).toList();
  }

  private String withoutWhatIsOver(String released) {
    Document document = new Parser().parseDocument(released);
    return AstPrinter.printAst(new AstTransformer().transform(document, new Removal()));
  }

  private boolean isOver(DirectivesContainer<?> element) {
    return element.getDirectives("deprecated").stream()
        .anyMatch(directive -> until(directive).filter(date -> !today.isBefore(date)).isPresent());
  }

  /** Empty for one without a date: what it deprecates stays. */
  private static Optional<LocalDate> until(Directive deprecated) {
    if (deprecated.getArgument("reason") == null
        || !(deprecated.getArgument("reason").getValue() instanceof StringValue reason)) {
      return Optional.empty();
    }
    Matcher date = DATE.matcher(reason.getValue());
    return date.find() ? Optional.of(LocalDate.parse(date.group())) : Optional.empty();
  }

  private final class Removal extends NodeVisitorStub {
    @Override
    @SuppressWarnings("rawtypes")
    public TraversalControl visitFieldDefinition(
        FieldDefinition field, TraverserContext<Node> context) {
      return remove(field, context);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public TraversalControl visitInputValueDefinition(
        InputValueDefinition input, TraverserContext<Node> context) {
      return remove(input, context);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public TraversalControl visitEnumValueDefinition(
        EnumValueDefinition value, TraverserContext<Node> context) {
      return remove(value, context);
    }

    @SuppressWarnings("rawtypes")
    private TraversalControl remove(
        DirectivesContainer<?> element, TraverserContext<Node> context) {
      return isOver(element) ? deleteNode(context) : TraversalControl.CONTINUE;
    }
  }
}
