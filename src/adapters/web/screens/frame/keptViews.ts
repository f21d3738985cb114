/** Of one reading. The bound is for those who try out each search. */
const MOST_VIEWS = 20;

/**
 * Keeps the views that were made of one reading of the store, as long as the reading is used: readers with
 * equal terms see the same page, which is then made and rendered once.
 */
export function keptViews<Data extends object, Terms, View extends object>(
  make: (data: Data, terms: Terms) => View,
): (data: Data, terms: Terms) => View {
  const views = new WeakMap<Data, Map<string, View>>();
  return (data, terms) => {
    const own = views.get(data) ?? new Map<string, View>();
    views.set(data, own);
    const key = JSON.stringify(terms);
    const view = own.get(key) ?? make(data, terms);
    if (own.size < MOST_VIEWS) own.set(key, view);
    return view;
  };
}
