// Whoever goes by Tab stands on a row of choices, and types what belongs into the field below it.
import { expect, test } from 'vitest';
import { textAt } from '../../../src/ui/form/form.ts';
import { aForm } from './world.ts';

test('by Tab alone: what is typed on a choice goes into the empty field below it, and blanks in it choose nothing', () => {
  const form = aForm();
  form
    .type('report')
    .keys('Tab')
    .type('echo')
    .keys('Space')
    .type('all')
    .keys('Tab', 'Tab')
    .keys(...'30 7 * * 1-5'.split(''));
  expect(textAt(form.form(), 'runs')).toBe('shell');
  expect(textAt(form.form(), 'payload_message')).toBe('echo all');
  expect(textAt(form.form(), 'when')).toBe('cron');
  expect(textAt(form.form(), 'schedule_cron')).toBe('30 7 * * 1-5');
});

test('a paste goes the same way', () => {
  const form = aForm();
  form.on('runs').paste('/opt/report.sh --all');
  expect(form.form().at).toBe('payload_message');
  expect(textAt(form.form(), 'payload_message')).toBe('/opt/report.sh --all');
});

test('what stands below already is not written on by a letter for another row', () => {
  const form = aForm();
  form.on('payload_message').type('true').on('runs').type('l').paste('x');
  expect(form.form().at).toBe('runs');
  expect(textAt(form.form(), 'payload_message')).toBe('true');
});

test('a blank chooses the next one', () => {
  const form = aForm();
  form.on('runs').keys('Space');
  expect(textAt(form.form(), 'runs')).toBe('agent');
  expect(form.form().at).toBe('runs');
});
