"use strict";

const events = [
  { date: "4 December", title: "Jupiter and its moons", places: 12 },
  { date: "11 December", title: "The Orion Nebula", places: 5 },
  { date: "18 December", title: "Open dome, bring your own telescope", places: 0 },
];

function showEvents(list) {
  for (const event of events) {
    const item = document.createElement("li");
    item.className = event.places === 0 ? "event full" : "event";
    const places = event.places === 0 ? "fully booked" : `${event.places} places left`;
    item.textContent = `${event.date}: ${event.title} (${places})`;
    list.append(item);
  }
}

function book(guests) {
  const next = events.find((event) => event.places >= guests);
  if (!next) {
    return "Sorry, no evening has that many places left.";
  }
  next.places -= guests;
  return `See you on ${next.date}! Dress warmly.`;
}

function toggleTheme() {
  document.body.classList.toggle("red-light");
}

document.getElementById("theme-toggle").addEventListener("click", toggleTheme);

const list = document.getElementById("event-list");
if (list) {
  showEvents(list);
}

const form = document.getElementById("booking-form");
if (form) {
  form.addEventListener("submit", (submission) => {
    submission.preventDefault();
    const guests = Number(form.elements.guests.value);
    document.getElementById("booking-message").textContent = book(guests);
    list.replaceChildren();
    showEvents(list);
  });
}
