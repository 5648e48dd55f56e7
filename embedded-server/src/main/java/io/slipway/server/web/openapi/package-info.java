/**
 * The description of the HTTP API: an OpenAPI 3.1 document made from the tables of routes and from one file of JSON Schemas per
 * group of routes, and the same as a read model for pages.
 *
 * <p>The files lie beside this package's classes. Names of schemas are unique among all of them, and {@code #/$defs/Name} means
 * the schema of that name whichever file it is in.
 */
@NullMarked
package io.slipway.server.web.openapi;

import org.jspecify.annotations.NullMarked;
