using System.Globalization;

namespace Shop;

/// <summary>Where orders end up.</summary>
internal sealed class Orders(TextWriter book)
{
    /// <summary>Places an order. Called twice for one, it must do no harm: a worker may die between its work and its acknowledgement.</summary>
    public async ValueTask PlaceAsync(Order order, CancellationToken cancellationToken)
    {
        // As long as a database would take.
        await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        book.WriteLine(string.Create(CultureInfo.InvariantCulture, $"placed {order.Id}"));
    }
}
