package io.caisson.service.store.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells Jackson by the classes themselves what annotations would have to repeat. */
final class DomainIntrospector extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;
  private static final JsonTypeInfo.Value CASE_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "@type", null, false, true);

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
