/**
 * What a person sets: environment before file before default.
 *
 * <p>Promise: a wrong or missing setting stops the start with its name, its value and what to do,
 * and no value of a secret is ever part of a message.
 */
package io.clinictelemetry.contracts.settings;
