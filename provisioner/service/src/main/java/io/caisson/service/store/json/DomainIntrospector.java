package io.caisson.service.store.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.caisson.domain.cluster.Machine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells Jackson by the classes themselves what annotations would have to repeat. */
final class DomainIntrospector extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;
  private static final JsonTypeInfo.Value CASE_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "@type", null, false, true);

  /** A stage that there was once is read as the one before it. */
  private static final Map<Enum<?>, String> FORMER =
      Map.of(Machine.Stage.BUNDLE_RECEIVED, "PREPARED");

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated type) {
    return sealed(type) ? CASE_NAME : super.findPolymorphicTypeInfo(config, type);
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(Annotated type) {
    return sealed(type)
        ? Arrays.stream(type.getRawType().getPermittedSubclasses())
            .map(one -> new NamedType(one, one.getSimpleName()))
            .toList()
        : super.findSubtypes(type);
  }

  /** What a record can compute about itself is not part of it, whatever it is called. */
  @Override
  public boolean hasIgnoreMarker(AnnotatedMember member) {
    return member instanceof AnnotatedMethod method && computed(method)
        || super.hasIgnoreMarker(member);
  }

  /** Replicas of before write theirs, too, while a service is updated. */
  @Override
  public void findEnumAliases(
      MapperConfig<?> config, AnnotatedClass type, Enum<?>[] values, String[][] aliases) {
    super.findEnumAliases(config, type, values, aliases);
    for (int i = 0; i < values.length; i++) {
      if (FORMER.containsKey(values[i])) {
        aliases[i] = new String[] {FORMER.get(values[i])};
      }
    }
  }

  private static boolean sealed(Annotated type) {
    return type.getRawType().isInterface() && type.getRawType().isSealed();
  }

  private static boolean computed(AnnotatedMethod method) {
    Class<?> owner = method.getDeclaringClass();
    return owner.isRecord()
        && Arrays.stream(owner.getRecordComponents())
            .noneMatch(component -> component.getName().equals(method.getName()));
  }
}
