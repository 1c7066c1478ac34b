@NullMarked
package io.caisson.service.api.rest;

import org.jspecify.annotations.NullMarked;
