package io.keelson.api.graphql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedType;
import io.keelson.api.graphql.Node;
import io.keelson.api.graphql.NodeLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.graphql.Name;
import org.junit.jupiter.api.Test;

/** Whatever says that it is a Node is one that {@code node} makes. */
class NodeTypesTest {
  @Test
  void everyNodeTypeIsAnsweredByNode() throws Exception {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.keelson.api.graphql");
    Set<String> made =
        classes.get(NodeLoader.class).getConstructorCallsFromSelf().stream()
            .map(call -> call.getTargetOwner())
            .filter(owner -> owner.isAssignableTo(Node.class))
            .map(NodeTypesTest::nameOf)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(made).isEqualTo(implementersInTheSchema());
  }

  private static String nameOf(JavaClass type) {
    return type.getAnnotationOfType(Name.class).value();
  }

  private static Set<String> implementersInTheSchema() throws Exception {
    var schema = SchemaText.committed().schema();
    return schema.getImplementations((GraphQLInterfaceType) schema.getType("Node")).stream()
        .map(GraphQLNamedType::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
