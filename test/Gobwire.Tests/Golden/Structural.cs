using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Gobwire.Tests.Golden;

/// <summary>Compares values member by member and element by element, types included: null is not empty, and 1 is not 1L.</summary>
internal static class Structural
{
    public static void Equal(object? expected, object? actual) => Assert.Equal(Describe(expected), Describe(actual));

    /// <summary>All that a value holds, as text.</summary>
    public static string Describe(object? value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string:
                text.Append(CultureInfo.InvariantCulture, $"\"{value}\"");
                break;
            case DateTimeOffset time:
                text.Append(time.ToString("O", CultureInfo.InvariantCulture));
                break;
            case IDictionary map:
                Write(text, map);
                break;
            case IEnumerable elements:
                Write(text, elements);
                break;
            case Uri or Enum or IFormattable or bool or GobBigFloat or GobRational or System.Net.IPAddress:
                text.Append(CultureInfo.InvariantCulture, $"{value.GetType().Name}:{value}");
                break;
            default:
                WriteMembers(text, value);
                break;
        }
    }

    private static void Write(StringBuilder text, IDictionary map)
    {
        // In the order of the keys' text: a map has none of its own.
        IEnumerable<string> entries = map.Keys.Cast<object>().Select(key => $"{Describe(key)}={Describe(map[key])}").Order(StringComparer.Ordinal);
        text.Append(CultureInfo.InvariantCulture, $"{map.GetType().Name}{{").AppendJoin(", ", entries).Append('}');
    }

    private static void Write(StringBuilder text, IEnumerable elements)
    {
        text.Append(elements.GetType().Name).Append('[');
        foreach (object? element in elements)
        {
            Write(text, element);
            text.Append(' ');
        }

        text.Append(']');
    }

    private static void WriteMembers(StringBuilder text, object value)
    {
        text.Append(value.GetType().Name).Append('(');
        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            text.Append(property.Name).Append(':');
            Write(text, property.GetValue(value));
            text.Append(' ');
        }

        if (value.GetType().IsValueType)
        {
            foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public))
                Write(text, field.GetValue(value));
        }

        text.Append(')');
    }
}
