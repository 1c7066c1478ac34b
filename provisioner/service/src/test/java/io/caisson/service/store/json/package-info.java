/** Tests of the JSON form. */
@NullMarked
package io.caisson.service.store.json;

import org.jspecify.annotations.NullMarked;
