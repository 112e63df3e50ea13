import { expect } from 'vitest';
import { fc, test } from '@fast-check/vitest';
import { Budget } from '../src/model/budget.ts';
import { Agenda } from '../src/world/agenda.ts';

const newBudget = (): Budget => new Budget(1, 1e9);

test.prop([fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.boolean()), { maxLength: 300 })])(
  'runs what is due by time, then in the order of adding, and keeps the rest',
  (steps) => {
    const budget = newBudget();
    const agenda = new Agenda(budget, () => {});
    const waiting: { at: number; nth: number }[] = [];
    const ran: number[] = [];
    let now = 0;
    for (const [nth, [at, run]] of steps.entries()) {
      if (run) {
        now = at;
        const due = waiting.filter((entry) => entry.at <= now).sort((a, b) => a.at - b.at || a.nth - b.nth);
        ran.length = 0;
        agenda.runDue(() => now);
        expect(ran).toEqual(due.map((entry) => entry.nth));
        for (const entry of due) waiting.splice(waiting.indexOf(entry), 1);
      } else {
        waiting.push({ at, nth });
        agenda.add(at, () => ran.push(nth));
      }
      expect(agenda.size).toBe(waiting.length);
      expect(agenda.next).toBe(Math.min(Number.POSITIVE_INFINITY, ...waiting.map((entry) => entry.at)));
    }
    agenda.clear();
    expect([agenda.size, budget.bytes]).toEqual([0, 0]);
  },
);

test('tells of what is due before all else, and runs what was added meanwhile', () => {
  let earlier = 0;
  const agenda = new Agenda(newBudget(), () => earlier++);
  const ran: string[] = [];
  agenda.add(20, () => ran.push('20'));
  agenda.add(30, () => ran.push('30'));
  agenda.add(10, () => {
    ran.push('10');
    agenda.add(15, () => ran.push('15'));
  });
  expect(earlier).toBe(2);
  agenda.runDue(() => 25);
  expect(ran).toEqual(['10', '15', '20']);
});
